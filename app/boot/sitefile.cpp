// SPDX-License-Identifier: Apache-2.0
#include "app/boot/sitefile.h"

#include "app/boot/callkeynames.h"
#include "app/boot/sitekeys.h"
#include "app/boot/suggest.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <set>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

namespace menzhen::boot {

namespace {

constexpr std::array<const char*, 4> roleNames{"registry", "kiosk", "counter", "display"};

/// Collects every problem of one file, to be told at once and in the order of the lines.
class Complaints {
public:
    explicit Complaints(const std::string& path) : path_(path) {}

    void add(std::size_t line, std::string_view key, const std::string& what) {
        std::string text = path_ + ":" + std::to_string(line) + ": ";
        if (!key.empty()) text += std::string(key) + ": ";
        found_.emplace(line, text + what);
        keys_.emplace(key);
    }

    bool about(const std::string& key) const { return keys_.contains(key); }

    bool empty() const { return found_.empty(); }

    tl::unexpected<core::Error> asError() const {
        std::string all;
        for (const auto& [line, text] : found_)
            all += (all.empty() ? "" : "\n") + text;
        return core::badData("site-file", all);
    }

private:
    std::string path_;
    std::multimap<std::size_t, std::string> found_;
    std::set<std::string> keys_;
};

std::size_t lineOf(const toml::node& node) {
    return std::max<std::size_t>(node.source().begin.line, 1);
}

const char* wantedOf(KeyKind kind) {
    switch (kind) {
    case KeyKind::Text:
        return "must be a text in quotes";
    case KeyKind::Texts:
        return R"(must be a text in quotes, or a list of them: ["...", "..."])";
    case KeyKind::Flag:
        return "must be true or false, without quotes";
    case KeyKind::Numbers:
        return "must be a list of numbers: [340, 610]";
    case KeyKind::Number:
        return "must be a number: 5 or 7.5";
    case KeyKind::Pairs:
        return R"(must be a table of texts: { "NAME" = "..." })";
    }
    return "";
}

bool readTexts(const toml::node& node, RawValue& value) {
    if (const auto* text = node.as_string()) {
        value.texts.push_back(text->get());
        return true;
    }
    const auto* list = node.as_array();
    if (!list) return false;
    for (const toml::node& entry : *list) {
        if (!entry.is_string()) return false;
        value.texts.push_back(entry.as_string()->get());
    }
    return true;
}

bool readNumbers(const toml::node& node, RawValue& value) {
    const auto* list = node.as_array();
    if (!list) return false;
    for (const toml::node& entry : *list) {
        const auto number = entry.is_number() ? entry.value<double>() : std::nullopt;
        if (!number || !std::isfinite(*number)) return false;
        value.numbers.push_back(*number);
    }
    return true;
}

bool readPairs(const toml::node& node, RawValue& value) {
    const auto* table = node.as_table();
    if (!table) return false;
    for (const auto& [name, text] : *table) {
        if (!text.is_string()) return false;
        value.pairs[std::string(name.str())] = text.as_string()->get();
    }
    return true;
}

/// The value when it is of the wanted kind.
std::optional<RawValue> read(const toml::node& node, KeyKind kind) {
    RawValue value;
    switch (kind) {
    case KeyKind::Text:
        if (!node.is_string()) return std::nullopt;
        value.text = node.as_string()->get();
        return value;
    case KeyKind::Flag:
        if (!node.is_boolean()) return std::nullopt;
        value.flag = node.as_boolean()->get();
        return value;
    case KeyKind::Texts:
        return readTexts(node, value) ? std::optional(value) : std::nullopt;
    case KeyKind::Numbers:
        return readNumbers(node, value) ? std::optional(value) : std::nullopt;
    case KeyKind::Number:
        if (!node.is_number()) return std::nullopt;
        value.numbers.push_back(node.value<double>().value_or(0));
        return value;
    case KeyKind::Pairs:
        return readPairs(node, value) ? std::optional(value) : std::nullopt;
    }
    return std::nullopt;
}

void complainUnknown(Complaints& complaints, std::size_t line, std::string_view key) {
    std::vector<std::string> names;
    for (const KeyRow& row : siteKeys())
        names.emplace_back(row.name);
    const auto near = nearest(key, names);
    complaints.add(line, key,
                   "is no key of a site file; " + (near ? "did you mean `" + *near + "`?"
                                                        : "docs/site-file.md lists all of them"));
}

/// Where the wrong value stands in the message, unless it is long or might be a secret: whoever
/// writes the key itself where its file is wanted shall not find it in a log.
std::string quoted(const RawValue& value, const KeyRow& row) {
    const bool shown = row.kind == KeyKind::Text && value.text.size() <= 80 &&
                       !std::string_view(row.name).ends_with("_key");
    return shown ? "\"" + value.text + "\" " : "";
}

bool isTable(const std::string& name) {
    const auto& rows = siteKeys();
    return std::any_of(rows.begin(), rows.end(), [&name](const KeyRow& row) {
        return std::string_view(row.name).starts_with(name + ".");
    });
}

/// `prefix` names the table around: "" or "payments.wechat.".
void readKeys(const toml::table& table, const std::string& prefix, SiteFile& site,
              Complaints& complaints) {
    const auto& rows = siteKeys();
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        const std::size_t line = std::max<std::size_t>(key.source().begin.line, 1);
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&name](const KeyRow& r) { return name == r.name; });
        if (row == rows.end()) {
            if (!isTable(name))
                complainUnknown(complaints, line, name);
            else if (const auto* inner = node.as_table())
                readKeys(*inner, name + ".", site, complaints);
            else
                complaints.add(line, name, "must be a table: [" + name + "]");
            continue;
        }
        const auto value = read(node, row->kind);
        if (!value) {
            complaints.add(lineOf(node), row->name, wantedOf(row->kind));
            continue;
        }
        const std::string complaint = row->set(site, *value);
        if (!complaint.empty())
            complaints.add(lineOf(node), row->name, quoted(*value, *row) + complaint);
    }
}

/// Of the key, or of the table in which it is missing, or 1.
std::size_t lineOf(const toml::table& table, std::string_view key) {
    for (; !key.empty(); key = key.substr(0, key.rfind('.') + 1)) {
        if (key.ends_with('.')) key.remove_suffix(1);
        if (const toml::node* node = table.at_path(key).node()) return lineOf(*node);
    }
    return 1;
}

void checkRole(const toml::table& table, const SiteFile& site, Complaints& complaints) {
    const std::string role = roleName(site.role);
    for (const KeyRow& row : siteKeys()) {
        const toml::node* node = table.at_path(row.name).node();
        const Presence rule = presence(row, site.role);
        if (!node && rule == Presence::Required)
            complaints.add(1, row.name, "is missing; a " + role + " needs it (docs/site-file.md)");
        if (node && rule == Presence::Forbidden)
            complaints.add(lineOf(*node), row.name, "means nothing to a " + role + "; take it out");
    }
    // A value that was refused left its place empty: it is not missing as well.
    std::vector<KeyComplaint> together = checkTogether(site);
    std::erase_if(together, [&](const KeyComplaint& c) { return complaints.about(c.key); });
    for (const KeyComplaint& wrong : together)
        complaints.add(lineOf(table, wrong.key), wrong.key, wrong.what);
}

core::Result<std::string> readText(const std::string& path) {
    const auto fail = [&path](int error) {
        return core::badData("site-file", path + ": cannot be read (" + std::strerror(error) +
                                              "); give the path of a site file with --site");
    };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return fail(errno);

    struct stat status {};

    std::string text(maxSiteFileBytes + 1, '\0');
    ssize_t count = 0;
    const bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    if (regular) count = ::read(file, text.data(), text.size());
    const int error = errno;
    ::close(file);
    if (!regular) return fail(S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
    if (count < 0) return fail(error);
    text.resize(static_cast<std::size_t>(count));
    return text;
}

} // namespace

const char* roleName(Role role) {
    return roleNames.at(static_cast<std::size_t>(role));
}

std::optional<Role> roleNamed(std::string_view name) {
    for (std::size_t i = 0; i < roleNames.size(); ++i)
        if (name == roleNames.at(i)) return static_cast<Role>(i);
    return std::nullopt;
}

bool devicesOverTls(const SiteFile& site) {
    return !site.demo || site.tls || !site.listenDevices || !site.listenDevices->isLoopback();
}

bool publicOverTls(const SiteFile& site) {
    return !site.demo || !site.publicCertificate.empty() || !site.listenPublic ||
           !site.listenPublic->isLoopback();
}

core::Result<SiteFile> parseSiteFile(std::string_view text, const std::string& path) {
    Complaints complaints(path);
    if (text.size() > maxSiteFileBytes) {
        complaints.add(1, "", "is larger than 64 kB and so hardly a site file; check --site");
        return complaints.asError();
    }
    SiteFile site;
    site.path = path;
    try {
        const toml::table table = toml::parse(text, path);
        readKeys(table, {}, site, complaints);
        const toml::node* role = table.get("role");
        // Without a role nobody can say which keys it needs: that complaint comes first and alone.
        if (!role)
            complaints.add(
                1, "role",
                R"(is missing; write role = "registry", "kiosk", "counter" or "display")");
        else if (role->is_string() && roleNamed(role->as_string()->get()))
            checkRole(table, site, complaints);
    } catch (const toml::parse_error& error) {
        complaints.add(std::max<std::size_t>(error.source().begin.line, 1), "",
                       std::string(error.description()) + "; this line is not TOML");
    }
    if (!complaints.empty()) return complaints.asError();
    if (site.role == Role::Registry) site.id = registryId;
    if (!site.callpad.empty() && site.callpadKeys.empty()) site.callpadKeys = usualPadKeys();
    return site;
}

core::Result<SiteFile> readSiteFile(const std::string& path) {
    const auto text = readText(path);
    if (!text) return tl::unexpected(text.error());
    return parseSiteFile(*text, path);
}

} // namespace menzhen::boot
