# SPDX-License-Identifier: Apache-2.0
"""Holds answers against docs/openapi.yaml: as much of its schemas as that file uses."""
import re

import yaml


class Contract:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.spec = yaml.safe_load(file)
        self.good, self.problems = set(), []

    def resolve(self, node):
        while "$ref" in node:
            found = self.spec
            for part in node["$ref"].split("/")[1:]:
                found = found[part]
            node = found
        return node

    def operations(self, tls=False, money=False):
        """All that a plain listener can show, or those that need TLS, or a payment platform."""
        verbs = ("get", "post", "put", "delete")
        return {(verb.upper(), path) for path, item in self.spec["paths"].items() for verb in item
                if verb in verbs and ("tls" in item[verb].get("tags", [])) == tls
                and ("money" in item[verb].get("tags", [])) == money}

    def find(self, method, path):
        path = path.split("?")[0]
        for pattern, item in self.spec["paths"].items():
            if method.lower() in item and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return pattern, item[method.lower()]
        return None, None

    def take(self, method, path, status, kind, answer):
        """Notes what is wrong with one answer."""
        pattern, operation = self.find(method, path)
        if operation is None:
            return
        where = "%s %s %d" % (method, pattern, status)
        described = operation["responses"].get(str(status))
        if status == 200:
            self.good.add((method, pattern))
        if described is None:
            if status in (200, 403, 409):
                self.problems.append(where + ": not described")
            self.hold(self.spec["components"]["schemas"]["Problem"], answer, where)
            return
        if status >= 400 and answer.get("detail", answer["title"]) == answer["title"]:
            self.problems.append("%s: %s does not say what to do" % (where, answer["code"]))
        codes = described.get("x-codes")
        if codes and not any(answer["code"] == c or c.endswith("...") and answer["code"].startswith(c[:-3])
                             for c in codes + ["unknown-site", "bad-target"]):
            self.problems.append("%s: code %s is not described" % (where, answer["code"]))
        content = self.resolve(described)["content"]
        if kind.split(";")[0] not in content:
            self.problems.append("%s: %s is not described" % (where, kind))
            return
        self.hold(content[kind.split(";")[0]]["schema"], answer, where)

    def strays(self):
        """Words of the schemas that mean nothing: of a text with a comma and no quotes, say."""
        known = {"type", "properties", "required", "description", "items", "enum", "example", "additionalProperties",
                 "maxLength", "minLength", "minimum", "maximum", "nullable", "oneOf", "$ref", "default", "pattern",
                 "maxItems", "minItems", "format"}

        def of_schema(schema, at):
            yield from ("%s: the word %s means nothing" % (at, word) for word in schema if word not in known)
            for name, each in schema.get("properties", {}).items():
                yield from of_schema(each, at + "." + name)
            for each in [schema.get("items"), schema.get("additionalProperties"), *schema.get("oneOf", [])]:
                if isinstance(each, dict):
                    yield from of_schema(each, at + "[]")

        def of_node(node, at):
            for name, each in node.items() if isinstance(node, dict) else enumerate(node):
                if name == "schema":
                    yield from of_schema(each, at)
                elif isinstance(each, (dict, list)):
                    yield from of_node(each, "%s/%s" % (at, name))
        for name, schema in self.spec["components"]["schemas"].items():
            yield from of_schema(schema, name)
        yield from of_node(self.spec["paths"], "")

    def hold(self, schema, value, where):
        self.problems += ["%s: %s" % (where, wrong) for wrong in self.wrongs(schema, value, "answer")]

    def wrongs(self, schema, value, at):
        schema = self.resolve(schema)
        if "oneOf" in schema:
            tried = [list(self.wrongs(each, value, at)) for each in schema["oneOf"]]
            if sum(not wrong for wrong in tried) != 1:
                yield "%s: fits not exactly one of the shapes: %s" % (at, min(tried, key=len)[:3])
            return
        if value is None and schema.get("nullable"):
            return
        kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
        kind = kinds.get(schema.get("type"))
        if kind and (not isinstance(value, kind) or kind is int and isinstance(value, bool)):
            yield "%s: %r is no %s" % (at, value, schema["type"])
            return
        if "enum" in schema and value not in schema["enum"]:
            yield "%s: %r is none of %s" % (at, value, schema["enum"])
        if isinstance(value, dict):
            yield from self.object_wrongs(schema, value, at)
        for i, each in enumerate(value if isinstance(value, list) else []):
            yield from self.wrongs(schema.get("items", {}), each, "%s[%d]" % (at, i))

    def object_wrongs(self, schema, value, at):
        more = schema.get("additionalProperties", True)
        for name in schema.get("required", []):
            if name not in value:
                yield "%s.%s: missing" % (at, name)
        for name, each in value.items():
            if name in schema.get("properties", {}):
                yield from self.wrongs(schema["properties"][name], each, at + "." + name)
            elif isinstance(more, dict):
                yield from self.wrongs(more, each, at + "." + name)
            elif not more:
                yield "%s.%s: not described" % (at, name)
