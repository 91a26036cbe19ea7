// SPDX-License-Identifier: Apache-2.0
#include "app/ops/problemfields.h"

namespace menzhen::ops {

namespace {

/// ASCII record separator: in no sentence.
constexpr char mark = '\x1e';

} // namespace

core::Error withFields(core::Error error, const nlohmann::json& fields) {
    nlohmann::json all = fieldsOf(error);
    all.update(fields);
    error.detail = sentenceOf(error) + mark + all.dump();
    return error;
}

nlohmann::json fieldsOf(const core::Error& error) {
    const std::size_t at = error.detail.find(mark);
    if (at == std::string::npos) return nlohmann::json::object();
    auto fields = nlohmann::json::parse(error.detail.substr(at + 1), nullptr, false);
    return fields.is_object() ? fields : nlohmann::json::object();
}

std::string sentenceOf(const core::Error& error) {
    return error.detail.substr(0, error.detail.find(mark));
}

} // namespace menzhen::ops
