#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`menzhen queue-replay` answers to the byte, for good lines and for every kind of bad one."""
import os
import subprocess
import tempfile
import unittest

MENZHEN = os.path.join(os.environ["MENZHEN_BIN"], "menzhen")
OK = '{"result":"ok"}'


def call(*args, text=""):
    run = subprocess.run([MENZHEN, "queue-replay", *args], input=text.encode(), check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return run.returncode, run.stdout.decode(), run.stderr.decode()


def register(name, more=""):
    return '{"do":"register","id":"%s","band":480,"slot":1%s}' % (name, more)


def check_in(name, now=480):
    return '{"do":"check_in","id":"%s","now":%d}' % (name, now)


class Replay(unittest.TestCase):
    def lines(self, events, status=0):
        code, out, complaint = call("-", "--json", text="\n".join(events) + "\n")
        self.assertEqual((code, complaint), (status, ""))
        return out.splitlines()

    def check_error(self, bad, what, before=(register("a"), check_in("a"))):
        """One bad line among good ones: its number, what is wrong, and nothing changed by it."""
        after = ['{"do":"call_next","now":480}', '{"do":"staged"}']
        answers = self.lines([*before, bad, *after], status=1)
        self.assertEqual(len(answers), len(before) + 3, answers)
        error = answers[len(before)]
        self.assertTrue(error.startswith('{"error":"%d: ' % (len(before) + 1)), error)
        self.assertIn(what, error)
        self.assertEqual(answers[-2:], self.lines([*before, *after])[-2:])

    def test_answers_to_the_byte(self):
        self.assertEqual(self.lines([
            '{"do":"configure","stage":2,"miss_gap":[1]}',
            register("a"), register("b", ',"kind":"walkin","lane":"N","level":0,"pin":null'),
            register("门诊", ',"slot":3'), check_in("a", 440), check_in("a"), check_in("b", 900),
            check_in("门诊"), '{"do":"staged"}', '{"do":"call_next","now":480}', '{"do":"staged","station":"A"}',
            '{"do":"staged","station":"B"}', '{"do":"finish","id":"a"}', '{"do":"finish","id":"a"}',
            '{"do":"call_next","now":480,"station":"B"}', '{"do":"on_leave","id":"b","pin":"A"}',
        ]), [OK, OK, OK, OK, '{"result":"refused:too-early"}', OK, '{"result":"late"}', OK,
             '{"result":[]}', '{"result":"a","reason":"N:on-turn"}', '{"result":["门诊","b"]}',
             '{"result":[]}', OK, '{"result":"refused:finished"}',
             '{"result":null,"reason":"empty"}', '{"result":"refused:staged"}'])

    def test_missed_then_noshow(self):
        miss = '{"do":"miss","id":"a"}'
        again = ['{"do":"call_next","now":480}', miss]
        self.assertEqual(
            self.lines(['{"do":"configure","max_misses":1}', register("a"), check_in("a"), *again,
                        check_in("a"), *again])[4::3],
            ['{"result":"missed"}', '{"result":"noshow"}'])

    def test_skipped_lines(self):
        self.assertEqual(self.lines(["", " \t\r", register("a") + "\r", '{"result":"no"}',
                                     '{"result":1,"do":"dance"}', check_in("a")]), [OK, OK])

    def test_a_name_starts_afresh(self):
        self.assertEqual(
            self.lines(['{"do":"configure","stage":3,"early_open":0}', register("a"),
                        '{"name":"again"}', register("a"), check_in("a", 450),
                        '{"do":"call_next","now":480}', '{"do":"staged"}']),
            [OK, OK, OK, OK, '{"result":"a","reason":"N:on-turn"}', '{"result":[]}'])

    def test_unknown_fields_of_events_do_no_harm(self):
        self.assertEqual(self.lines([register("a", ',"note":[1]'), check_in("a")]), [OK, OK])

    def test_a_parameter_counts_from_the_next_event_on(self):
        answers = self.lines([
            register("a"), register("b", ',"slot":2'), register("c", ',"slot":3'),
            check_in("c"), check_in("b"), check_in("a"), '{"do":"call_next","now":480}',
            '{"do":"configure","within_band":"checkin"}', '{"do":"call_next","now":480}'])
        self.assertEqual((answers[6], answers[8]), ('{"result":"a","reason":"N:on-turn"}',
                                                    '{"result":"c","reason":"N:on-turn"}'))

    def test_ids(self):
        for do in ("miss", "finish", "on_leave"):
            self.check_error('{"do":"%s","id":"b"}' % do, "there is no entry b")
            self.check_error('{"do":"%s"}' % do, 'no \\"id\\"')
            self.check_error('{"do":"%s","id":7}' % do, '\\"id\\" must be')
        self.check_error(check_in("b"), "there is no entry b")
        self.check_error(register("a"), "registered already")

    def test_malformed_lines(self):
        for bad in ('{"do":', "hello", '{"do":"miss","id":"a"} x', "\x00", '{"do":"miss",}'):
            self.check_error(bad, "not a JSON object")
        for bad in ("[]", "null", '"do"', "7", "true"):
            self.check_error(bad, "not a JSON object")
        self.check_error("{}", 'no \\"do\\"')
        self.check_error('{"do":7}', '\\"do\\" must be')
        self.check_error('{"do":"dance"}', "dance")
        self.check_error('{"do":"eta","id":"a","now":480}', "eta")
        self.check_error('{"do":"miss","id":"%s"}' % ("x" * (1 << 20)), "too long")
        self.check_error("[" * 100000, "not a JSON object")

    def test_times(self):
        for now in ('"480"', "480.5", "null", "-1", "true", "[480]", "99999999999", "1e3",
                    "99999999999999999999"):
            self.check_error('{"do":"call_next","now":%s}' % now, '\\"now\\" must be')
            self.check_error('{"do":"check_in","id":"a","now":%s}' % now, '\\"now\\" must be')
        self.check_error('{"do":"call_next"}', 'no \\"now\\"')
        self.check_error('{"do":"check_in","id":"a"}', 'no \\"now\\"')

    def test_stations(self):
        for station in ("7", "null", '""', "[]"):
            self.check_error('{"do":"call_next","now":480,"station":%s}' % station, "station")
            self.check_error('{"do":"staged","station":%s}' % station, "station")
        self.check_error('{"do":"on_leave","id":"a","pin":7}', '\\"pin\\" must be')

    def test_registrations(self):
        for field, value in (("id", '""'), ("id", "null"), ("band", '"480"'), ("band", "-30"),
                             ("slot", "1.5"), ("slot", "null"), ("kind", '"vip"'), ("kind", "null"),
                             ("lane", '"n"'), ("lane", '"X"'), ("lane", "3"), ("level", '"1"'),
                             ("level", "null"), ("pin", "7"), ("pin", '""')):
            bad = '{"do":"register","id":"b","band":480,"slot":1,"%s":%s}' % (field, value)
            self.check_error(bad, '\\"%s\\" must be' % field)
        self.check_error('{"do":"register","band":480,"slot":1}', 'no \\"id\\"')
        self.check_error('{"do":"register","id":"b","slot":1}', 'no \\"band\\"')
        self.check_error('{"do":"register","id":"b","band":480}', 'no \\"slot\\"')

    def test_one_bad_parameter_changes_none(self):
        before = [register(name, ',"slot":%d' % slot) for slot, name in enumerate("abc")]
        before += [check_in(name) for name in "abc"]
        for bad, what in (
                ('"stages":1', "stages"), ('"interval":{"P":1,"R":2}', "interval"),
                ('"interval":{"P":1,"R":2,"M":3,"T":4}', "interval"), ('"interval":2', "interval"),
                ('"interval":{"P":1,"R":2,"M":"3"}', "interval"), ('"miss_gap":[]', "miss_gap"),
                ('"miss_gap":3', "miss_gap"), ('"miss_gap":[3,null]', "miss_gap"),
                ('"band":0', "band"), ('"band":null', "band"), ('"dynamic_r":1', "dynamic_r"),
                ('"within_band":"kind"', "within_band"), ('"max_misses":-1', "max_misses"),
                ('"name":"x"', "name"), ('"id":"a"', "id")):
            self.check_error('{"do":"configure","stage":2,%s}' % bad, what, before)
            self.check_error('{"do":"configure",%s,"stage":2}' % bad, what, before)

    def test_the_line_number_counts_every_line(self):
        answers = self.lines(["", '{"name":"x"}', '{"result":1}', '{"do":"miss","id":"b"}'], 1)
        self.assertEqual(answers, ['{"error":"4: there is no entry b"}'])

    def test_a_last_line_without_its_end(self):
        self.assertEqual(call("-", text=register("a")), (0, OK + "\n", ""))
        self.assertEqual(call("-", text=""), (0, "", ""))

    def test_usage(self):
        with tempfile.TemporaryDirectory() as folder:
            good = os.path.join(folder, "day.jsonl")
            with open(good, "w", encoding="utf-8") as file:
                file.write(register("a") + "\n")
            self.assertEqual(call(good, "--json"), (0, OK + "\n", ""))
            self.assertEqual(call("--json", good), (0, OK + "\n", ""))
            for bad in ((), ("--json",), (good, good), (good, "--yaml"), (good, "-j"), (folder,),
                        (os.path.join(folder, "none"),)):
                code, out, complaint = call(*bad)
                self.assertEqual((code, out), (2, ""), bad)
                self.assertIn("usage: menzhen queue-replay FILE [--json]", complaint)


if __name__ == "__main__":
    unittest.main()
