// SPDX-License-Identifier: Apache-2.0
#include "db/sync/jsonevents.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace menzhen::sync {

using nlohmann::json;

// The names are those of nlohmann's interface.
struct JsonEvents::Sax final : nlohmann::json_sax<json> {
    explicit Sax(JsonEvents& listener) : to(listener) {}

    bool null() override { return passed() || to.other(); }

    bool boolean(bool) override { return passed() || to.other(); }

    bool number_integer(std::int64_t value) override { return passed() || to.integer(value); }

    bool number_unsigned(std::uint64_t value) override {
        if (passed()) return true;
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return to.other();
        return to.integer(static_cast<std::int64_t>(value));
    }

    bool number_float(double, const std::string&) override { return passed() || to.other(); }

    bool string(std::string& value) override { return passed() || to.text(value); }

    bool binary(json::binary_t&) override { return false; }

    bool start_object(std::size_t) override { return deeper() || to.openObject(); }

    bool key(std::string& value) override {
        if (!passed()) to.name_.swap(value);
        return true;
    }

    bool end_object() override { return higher() || to.close(); }

    bool start_array(std::size_t) override { return deeper() || to.openList(); }

    bool end_array() override { return higher() || to.close(); }

    bool parse_error(std::size_t, const std::string&, const json::exception&) override {
        return false;
    }

    bool passed() const { return to.passing_ > 0; }

    bool deeper() {
        if (!passed()) return false;
        ++to.passing_;
        return true;
    }

    bool higher() {
        if (!passed()) return false;
        --to.passing_;
        return true;
    }

    JsonEvents& to;
};

bool JsonEvents::read(const std::string& text) {
    Sax sax(*this);
    passing_ = 0;
    return json::sax_parse(text, &sax);
}

} // namespace menzhen::sync
