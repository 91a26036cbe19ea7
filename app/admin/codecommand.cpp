// SPDX-License-Identifier: Apache-2.0
// `menzhen code make|check|keys`: signed codes for people who repair a site and for programs that
// are not ours (docs/codes.md).
#include "app/admin/codejson.h"
#include "app/admin/codetrust.h"
#include "app/admin/commands.h"
#include "app/core/base64url.h"
#include "app/ops/codecheck.h"
#include "drivers/crypto/opensslcrypto.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <map>

namespace menzhen::admin {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

int wrongUse(const std::string& why) {
    std::fprintf(stderr, "menzhen code: %s\n", why.c_str());
    return exitUsage;
}

void answer(const Json& said) {
    std::puts(said.dump().c_str());
    std::fflush(stdout); // whoever feeds lines one by one waits for each answer
}

/// The words after `code VERB`: options with one value each, then texts. `--` ends the options.
struct Words {
    std::map<std::string, std::vector<std::string>> options;
    std::vector<std::string> texts;
    std::string complaint;

    const std::vector<std::string>& all(const std::string& name) { return options[name]; }

    std::optional<std::string> last(const std::string& name) {
        if (options[name].empty()) return std::nullopt;
        return options[name].back();
    }
};

Words split(const std::vector<std::string>& args, const std::vector<std::string>& known) {
    Words words;
    bool open = true;
    for (std::size_t i = 1; i < args.size(); ++i) {
        const std::string& word = args[i];
        if (!open || !word.starts_with("--")) {
            words.texts.push_back(word);
        } else if (word == "--") {
            open = false;
        } else if (word == "--json") {
            words.options[word].emplace_back();
        } else if (std::find(known.begin(), known.end(), word) == known.end()) {
            words.complaint = "there is no option " + word;
        } else if (i + 1 == args.size()) {
            words.complaint = word + " wants a value";
        } else {
            words.options[word].push_back(args[++i]);
        }
    }
    return words;
}

std::optional<std::int64_t> seconds(const std::string& text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

int make(const std::vector<std::string>& args) {
    Words words = split(args, {"--key", "--claims"});
    if (!words.complaint.empty()) return wrongUse(words.complaint);
    const auto keyFile = words.last("--key");
    const auto claimsFile = words.last("--claims");
    if (!keyFile || !claimsFile || !words.texts.empty())
        return wrongUse("make wants --key PRIVATE.pem and --claims FILE");
    const crypto::OpenSslCrypto crypto;
    const auto pem = readWholeFile(*keyFile);
    if (!pem) return wrongUse(pem.error().detail);
    const auto key = crypto.loadPrivateKey(*pem);
    if (!key) return wrongUse(*keyFile + ": " + key.error().detail);
    const auto content = readWholeFile(*claimsFile);
    if (!content) return wrongUse(content.error().detail);
    const auto parsed = nlohmann::json::parse(*content, nullptr, false);
    if (parsed.is_discarded()) return wrongUse(*claimsFile + ": this is not JSON");
    const auto claims = claimsFromJson(parsed);
    if (!claims) return wrongUse(*claimsFile + ": " + claims.error().detail);
    const std::string text = ops::makeCode(**key, *claims);
    if (words.last("--json")) {
        answer({{"code", text}, {"short_code", ops::shortCode(crypto, claims->cti)}});
    } else {
        std::puts(text.c_str());
    }
    return exitGood;
}

/// What codes are checked against, and how many were not good.
class Checker {
public:
    /// What is wrong with the call, or an empty text.
    std::string prepare(Words& words) {
        for (const std::string& path : words.all("--key")) {
            auto key = readTrustedKey(crypto_, path);
            if (!key) return key.error().detail;
            trust_.push_back(*std::move(key));
        }
        for (const std::string& path : words.all("--trust")) {
            auto list = readTrustList(crypto_, path);
            if (!list) return list.error().detail;
            trust_.insert(trust_.end(), list->begin(), list->end());
        }
        for (const std::string& path : words.all("--revoked")) {
            auto revoked = readRevoked(path);
            if (!revoked) return revoked.error().detail;
            revoked_.merge(*revoked);
        }
        context_.site = words.last("--site");
        context_.now = std::time(nullptr);
        if (const auto now = words.last("--now")) {
            const auto value = seconds(*now);
            if (!value) return "--now wants whole seconds since 1970";
            context_.now = *value;
        }
        context_.trust = trust_;
        context_.isRevoked = [this](const core::Cti& cti) { return revoked_.contains(cti); };
        return {};
    }

    void check(const std::string& text) {
        const auto claims = ops::checkCode(crypto_, text, context_);
        allGood_ = allGood_ && claims.has_value();
        if (claims) {
            answer({{"ok", true}, {"claims", claimsToJson(*claims)}});
        } else {
            answer({{"ok", false}, {"reason", core::codeReasonName(claims.error())}});
        }
    }

    bool allGood() const { return allGood_; }

private:
    crypto::OpenSslCrypto crypto_;
    std::vector<core::TrustedKey> trust_;
    std::set<core::Cti> revoked_;
    core::CodeContext context_;
    bool allGood_ = true;
};

int check(const std::vector<std::string>& args) {
    Words words = split(args, {"--key", "--trust", "--revoked", "--site", "--now"});
    if (!words.complaint.empty()) return wrongUse(words.complaint);
    if (words.all("--key").empty() && words.all("--trust").empty())
        return wrongUse("check wants --key PUBLIC.pem or --trust FILE");
    if (words.texts.empty()) return wrongUse("check wants a text, or - for standard input");
    Checker checker;
    if (const std::string wrong = checker.prepare(words); !wrong.empty()) return wrongUse(wrong);
    for (const std::string& text : words.texts) {
        if (text != "-") {
            checker.check(text);
            continue;
        }
        for (std::string line; std::getline(std::cin, line);)
            checker.check(line);
    }
    return checker.allGood() ? exitGood : exitBad;
}

Json jwk(const ports::Crypto& crypto, const core::PublicKey& key) {
    return {{"kty", "EC"},
            {"crv", "P-256"},
            {"x", core::toBase64Url(key.x())},
            {"y", core::toBase64Url(key.y())},
            {"kid", core::toHex(crypto.kid(key))}};
}

/// Public keys as they are, private ones by their public half.
core::Result<core::PublicKey> publicHalf(const ports::Crypto& crypto, const std::string& path) {
    const auto pem = readWholeFile(path);
    if (!pem) return tl::unexpected(pem.error());
    if (const auto key = crypto.loadPrivateKey(*pem)) return (*key)->publicKey();
    auto key = crypto.loadPublicKey(*pem);
    if (!key) return core::badData("bad-file", path + ": " + key.error().detail);
    return key;
}

int keys(const std::vector<std::string>& args) {
    Words words = split(args, {"--key", "--keys"});
    if (!words.complaint.empty()) return wrongUse(words.complaint);
    if (!words.texts.empty()) return wrongUse("keys takes no text");
    std::vector<std::string> files = words.all("--key");
    for (const std::string& folder : words.all("--keys")) {
        std::error_code error;
        std::vector<std::string> found;
        for (const auto& entry : fs::directory_iterator(folder, error))
            if (entry.path().extension() == ".pem") found.push_back(entry.path().string());
        if (error) return wrongUse(folder + ": this directory cannot be read");
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    if (files.empty()) return wrongUse("keys wants --keys DIR with *.pem in it, or --key FILE.pem");
    const crypto::OpenSslCrypto crypto;
    Json set = Json::array();
    for (const std::string& file : files) {
        const auto key = publicHalf(crypto, file);
        if (!key) return wrongUse(key.error().detail);
        set.push_back(jwk(crypto, *key));
    }
    answer({{"keys", set}});
    return exitGood;
}

} // namespace

int runCode(const std::vector<std::string>& args) {
    const std::string verb = args.empty() ? "" : args[0];
    if (verb == "make") return make(args);
    if (verb == "check") return check(args);
    if (verb == "keys") return keys(args);
    return wrongUse("say make, check or keys; `menzhen help` shows their options");
}

} // namespace menzhen::admin
