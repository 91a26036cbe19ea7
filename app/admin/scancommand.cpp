// SPDX-License-Identifier: Apache-2.0
// `menzhen scan FILE... [--formats qr] [--json]`: the texts of the QR codes in pictures, one line a
// picture in the order given, for checking a printed code or a camera without a kiosk. A picture
// without a code is an answer, not an error; an unreadable file is told and the rest go on.
#include "app/admin/commands.h"
#include "drivers/scanner/decoder.h"
#include "drivers/scanner/picture.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {
namespace {

struct Wish {
    std::vector<std::string> files;
    bool json = false;
};

int usage(const std::string& why) {
    std::fprintf(stderr, "menzhen scan: %s\nusage: menzhen scan FILE... [--formats qr] [--json]\n",
                 why.c_str());
    return exitUsage;
}

/// The reason why the words make no sense, or nothing.
std::string parse(const std::vector<std::string>& args, Wish& wish) {
    bool options = true;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const std::string& word = args[i];
        if (!options || word.size() < 2 || word[0] != '-') {
            wish.files.push_back(word);
        } else if (word == "--") {
            options = false;
        } else if (word == "--json") {
            wish.json = true;
        } else if (word == "--formats" || word.starts_with("--formats=")) {
            const bool joined = word.size() > 9;
            if (!joined && i + 1 == args.size()) return "--formats needs a value";
            const std::string value = joined ? word.substr(10) : args[++i];
            if (value != "qr") return "--formats knows only qr, not '" + value + "'";
        } else {
            return "there is no option '" + word + "'";
        }
    }
    return wish.files.empty() ? "no file is given" : "";
}

void printLine(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout); // one line a picture, as it is read
}

void printJson(const nlohmann::ordered_json& line) {
    // File names are bytes; what is not UTF-8 becomes U+FFFD instead of an exception.
    printLine(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

std::string plainLine(const std::string& file, const std::vector<std::string>& texts, double ms) {
    std::string line = file + ":";
    if (texts.empty()) line += " no code found";
    for (std::size_t i = 0; i < texts.size(); ++i)
        line +=
            (i == 0 ? " " : " | ") +
            nlohmann::json(texts[i]).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    char took[32];
    std::snprintf(took, sizeof took, " (%.1f ms)", ms);
    return line + took;
}

/// True when the file could be read.
bool scanOne(const std::string& file, bool json) {
    const auto begun = std::chrono::steady_clock::now();
    const auto picture = scanner::loadPicture(file);
    if (!picture) {
        if (json)
            printJson({{"file", file}, {"error", picture.error().detail}});
        else
            printLine(file + ": error: " + picture.error().detail);
        return false;
    }
    const auto texts = scanner::decodePicture(*picture);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    const double ms = std::round(took.count() * 10) / 10;
    if (json)
        printJson({{"file", file}, {"texts", texts}, {"ms", ms}});
    else
        printLine(plainLine(file, texts, ms));
    return true;
}

} // namespace

int runScan(const std::vector<std::string>& args) {
    Wish wish;
    if (const std::string why = parse(args, wish); !why.empty()) return usage(why);
    bool good = true;
    for (const std::string& file : wish.files)
        good = scanOne(file, wish.json) && good;
    return good ? exitGood : exitBad;
}

} // namespace menzhen::admin
