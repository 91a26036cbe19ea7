// SPDX-License-Identifier: Apache-2.0
// The three channels of failure, never mixed:
//   expected failure  -> Result<T>, returned, not logged below the top of a flow;
//   a bug             -> MENZHEN_CHECK (core/check.h), which stops the program;
//   nothing there     -> std::optional.
// No exception crosses the border of a room.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace menzhen::core {

/// What the caller can do about it. Short on purpose; the exact reason is Error::code.
enum class ErrorKind {
    Offline, ///< nobody answered: the offline rule of the command applies
    Busy,    ///< try again later
    Refused, ///< a rule said no; `code` is the rule's reason
    Device,  ///< printer, camera, disk ... needs a person
    Data,    ///< the input is wrong; `detail` says where and what to do
    Bug,     ///< ours; logged, shown as "please ask the staff"
};

/// `code` is stable, lower-case with dashes ("too-early"), chosen for programs and catalogues;
/// `detail` is one English sentence for the person who repairs it and holds no personal data.
struct Error {
    ErrorKind kind = ErrorKind::Bug;
    std::string code;
    std::string detail;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string code, std::string detail = {}) {
    return tl::unexpected<Error>(Error{kind, std::move(code), std::move(detail)});
}

inline tl::unexpected<Error> refused(std::string code, std::string detail = {}) {
    return fail(ErrorKind::Refused, std::move(code), std::move(detail));
}

inline tl::unexpected<Error> badData(std::string code, std::string detail = {}) {
    return fail(ErrorKind::Data, std::move(code), std::move(detail));
}

} // namespace menzhen::core
