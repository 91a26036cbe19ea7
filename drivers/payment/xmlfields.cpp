// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/xmlfields.h"

#include <expat.h>
#include <memory>

namespace menzhen::payment {

namespace {

struct ParserCloser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

struct Reading {
    XML_Parser parser = nullptr;
    Fields fields;
    std::string name;
    std::string text;
    int depth = 0;

    void stop() { XML_StopParser(parser, XML_FALSE); }
};

void doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Reading*>(data)->stop();
}

void start(void* data, const XML_Char* name, const XML_Char**) {
    auto& reading = *static_cast<Reading*>(data);
    ++reading.depth;
    if ((reading.depth == 1 && std::string_view(name) != "xml") || reading.depth > 2)
        return reading.stop();
    reading.name = name;
    reading.text.clear();
}

void end(void* data, const XML_Char*) {
    auto& reading = *static_cast<Reading*>(data);
    if (reading.depth-- != 2) return;
    const bool fresh = reading.fields.emplace(reading.name, reading.text).second;
    if (!fresh || reading.fields.size() > maxXmlFields) reading.stop();
}

void characters(void* data, const XML_Char* text, int size) {
    auto& reading = *static_cast<Reading*>(data);
    if (reading.depth == 2) reading.text.append(text, static_cast<std::size_t>(size));
}

} // namespace

std::optional<Fields> readXml(std::string_view text) {
    const std::unique_ptr<XML_ParserStruct, ParserCloser> parser(XML_ParserCreate("UTF-8"));
    if (!parser) return std::nullopt;
    Reading reading;
    reading.parser = parser.get();
    XML_SetUserData(parser.get(), &reading);
    XML_SetStartDoctypeDeclHandler(parser.get(), doctype);
    XML_SetElementHandler(parser.get(), start, end);
    XML_SetCharacterDataHandler(parser.get(), characters);
    if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) !=
        XML_STATUS_OK)
        return std::nullopt;
    return std::move(reading.fields);
}

std::string writeXml(const Fields& fields) {
    std::string xml = "<xml>";
    for (const auto& [name, value] : fields) {
        xml += "<" + name + ">";
        for (const char c : value) {
            if (c == '&')
                xml += "&amp;";
            else if (c == '<')
                xml += "&lt;";
            else if (c == '>')
                xml += "&gt;";
            else if (static_cast<unsigned char>(c) >= 0x20)
                xml += c;
        }
        xml += "</" + name + ">";
    }
    return xml + "</xml>";
}

} // namespace menzhen::payment
