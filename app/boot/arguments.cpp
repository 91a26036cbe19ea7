// SPDX-License-Identifier: Apache-2.0
#include "app/boot/arguments.h"

#include "app/boot/suggest.h"

#include <algorithm>
#include <cstdio>

namespace menzhen::boot {

namespace {

std::vector<Option> allOptions(const Usage& usage) {
    std::vector<Option> all{
        {"--site", "FILE", "the site file: who this program is and what hangs on it"},
        {"--clock", "LOCAL[@UTCSECONDS]",
         "demo sites only: what the site's clock reads at that moment (now), and on from there"}};
    all.insert(all.end(), usage.options.begin(), usage.options.end());
    all.push_back({"--version", "", "say the version and end"});
    all.push_back({"--help", "", "say this and end"});
    return all;
}

auto wrong(const std::string& why) {
    return core::badData("usage", why);
}

core::Result<Option> find(const std::vector<Option>& known, const std::string& name) {
    const auto option = std::find_if(known.begin(), known.end(),
                                     [&name](const Option& o) { return o.name == name; });
    if (option != known.end()) return *option;
    std::vector<std::string> names;
    for (const Option& o : known)
        names.push_back(o.name);
    const auto near = nearest(name, names);
    return wrong("there is no option `" + name + "`" +
                 (near ? "; did you mean `" + *near + "`?" : ""));
}

} // namespace

core::Result<Arguments> parseArguments(const Usage& usage, const std::vector<std::string>& words) {
    const std::vector<Option> known = allOptions(usage);
    std::map<std::string, std::string> given;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t equals = words[i].find('=');
        const std::string name = words[i].substr(0, equals);
        if (!name.starts_with("--"))
            return wrong("`" + words[i] + "` stands alone; options begin with two dashes");
        const auto option = find(known, name);
        if (!option) return tl::unexpected(option.error());
        std::string value;
        if (option->value.empty()) {
            if (equals != std::string::npos) return wrong("`" + name + "` takes no value");
        } else if (equals != std::string::npos) {
            value = words[i].substr(equals + 1);
        } else if (++i < words.size()) {
            value = words[i];
        }
        if (!option->value.empty() && value.empty())
            return wrong("`" + name + "` wants " + option->value);
        if (!given.emplace(name, value).second) return wrong("`" + name + "` is said twice");
    }
    Arguments arguments;
    arguments.program = usage.program;
    arguments.help = given.contains("--help");
    arguments.version = given.contains("--version");
    arguments.site = given["--site"];
    arguments.clock = given["--clock"];
    if (arguments.site.empty() && !arguments.help && !arguments.version)
        return wrong("which site file? Say --site FILE");
    for (const Option& option : usage.options)
        if (given.contains(option.name)) arguments.options[option.name] = given[option.name];
    return arguments;
}

std::string helpText(const Usage& usage) {
    std::string text = usage.program + ": " + usage.summary + "\n\n";
    for (const Option& option : allOptions(usage))
        text += "  " + option.name + (option.value.empty() ? "" : " " + option.value) + "\n      " +
                option.help + "\n";
    return text;
}

Start readArguments(const Usage& usage, int argc, char** argv) {
    Start start;
    const auto arguments = parseArguments(usage, {argv + std::min(argc, 1), argv + argc});
    if (!arguments) {
        std::fprintf(stderr, "%s: %s (`%s --help` lists all options)\n", usage.program.c_str(),
                     arguments.error().detail.c_str(), usage.program.c_str());
        start.exit = exitUsage;
        return start;
    }
    start.arguments = *arguments;
    if (arguments->help) {
        std::fputs(helpText(usage).c_str(), stdout);
        start.exit = 0;
    } else if (arguments->version) {
        std::printf("%s %s\n", usage.program.c_str(), MENZHEN_VERSION);
        start.exit = 0;
    }
    return start;
}

} // namespace menzhen::boot
