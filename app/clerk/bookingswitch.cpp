// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/bookingswitch.h"

#include "app/ops/fields.h"

namespace menzhen::clerk {

Answer switchBooking(Clerk& clerk, const json& body) {
    ops::FieldReader read(body);
    const std::string state = read.text("state", 2, 3);
    const std::string by = read.text("by", 1, 32);
    const std::string zh = read.optionalText("notice_zh", 400);
    const std::string en = read.optionalText("notice_en", 400);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!holdsRole(clerk.log().database(), clerk.site(), by, {"manager"}))
        return core::refused("not-allowed", "by: a manager of this site");
    const auto done = clerk.log().author(
        {"booking.switched", 0, {{"state", state}, {"notice_zh", zh}, {"notice_en", en}}, by, {}});
    if (!done) return tl::unexpected(done.error());
    return json{{"state", state}, {"notice_zh", zh}, {"notice_en", en}, {"revision", done->rev}};
}

} // namespace menzhen::clerk
