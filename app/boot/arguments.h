// SPDX-License-Identifier: Apache-2.0
// The words behind a program's name; every program takes --site, --clock, --version and --help.
#pragma once

#include "app/core/result.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::boot {

inline constexpr int exitFailed = 1; ///< the program was called rightly and could not start
inline constexpr int exitUsage = 2;  ///< the call itself is wrong

/// An option of one program alone: "--self-test", or with a value "--size" "WxH".
struct Option {
    std::string name;
    std::string value; ///< how the help calls its value; empty: it takes none
    std::string help;
};

struct Usage {
    std::string program; ///< "menzhen-kiosk"
    std::string summary; ///< one sentence
    std::vector<Option> options;
};

struct Arguments {
    std::string program;
    std::string site;  ///< path of the site file
    std::string clock; ///< as typed, empty without --clock
    bool help = false;
    bool version = false;
    std::map<std::string, std::string> options; ///< those of the Usage that were given, by name
};

/// Takes "--name value" and "--name=value". Errors: Data "usage", one sentence. Without --help and
/// --version, --site must be there; nothing may be said twice.
core::Result<Arguments> parseArguments(const Usage& usage, const std::vector<std::string>& words);

std::string helpText(const Usage& usage);

/// For main(): answers --help and --version on standard output and a wrong call on standard error.
/// `exit` is then the status to end with.
struct Start {
    std::optional<int> exit;
    Arguments arguments;
};

Start readArguments(const Usage& usage, int argc, char** argv);

} // namespace menzhen::boot
