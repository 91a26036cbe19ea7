// SPDX-License-Identifier: Apache-2.0
// The identity number is asked for before the ticket where places are scarce (security.md).
#include "app/flows/identityfind.h"
#include "tests/app/flows/checkindesk.h"

using namespace menzhen;
using flows::VisitState;
using nlohmann::json;
using test::CheckInDesk;
using test::Heard;
using test::monday;
using test::zh;

namespace {

constexpr const char* whoBooked = "999999198811201012";
constexpr const char* whoBoughtTheCode = "999999197901311034";

struct Scarce : CheckInDesk {
    flows::IdentityFind finder{*bench.context};
    json booking = bench.book("CARD-D01-AM", 480, monday, whoBooked);

    void fetchKeys() {
        finder.turn();
        bench.run();
    }

    void sellOut() {
        const auto taken = [&] {
            return bench.clinic->act([](clerk::Clerk& c) {
                return c.hold({{"day", monday}, {"session", "CARD-D01-AM"}, {"channel", "PHONE"}});
            });
        };
        int places = 0;
        while (taken())
            ++places;
        EXPECT_GT(places, 0);
        bench.pull();
    }

    void decide(const char* when) {
        bench.clinic->must([&](clerk::Clerk& c) -> core::Result<json> {
            const auto done = c.log().author(
                {"record.defined",
                 0,
                 {{"table", "department"}, {"row", {{"id", "CARD"}, {"identity_at_pickup", when}}}},
                 {},
                 {}});
            if (!done) return tl::unexpected(done.error());
            return json();
        });
        bench.pull();
    }
};

TEST(FlowCheckIn, WherePlacesWereScarceWhoBookedComesInPerson) {
    Scarce desk;
    desk.fetchKeys();
    desk.bench.pull();
    EXPECT_FALSE(desk.visit(desk.booking).needsIdentity) << "nobody else wanted it";
    desk.sellOut();
    const flows::Visit visit = desk.visit(desk.booking);
    EXPECT_EQ(visit.state, VisitState::Ready);
    ASSERT_TRUE(visit.needsIdentity);
    EXPECT_EQ(desk.checkIn.confirm(visit, zh, {}).error().code, "identity-needed");
    EXPECT_EQ(desk.checkIn.identify(visit, whoBoughtTheCode).error().code, "identity-mismatch");
    EXPECT_EQ(desk.checkIn.identify(visit, "999999198811201013").error().code, "id-check-digit");
    const auto known = desk.checkIn.identify(visit, whoBooked);
    ASSERT_TRUE(known) << known.error().code;
    EXPECT_FALSE(known->needsIdentity);
    const auto ticket = desk.checkIn.confirm(*known, zh, desk.paper.ear());
    ASSERT_TRUE(ticket) << ticket.error().code;
    EXPECT_EQ(ticket->place.state, "waiting");
}

TEST(FlowCheckIn, TheDepartmentDecidesWhetherTheIdentityIsAsked) {
    Scarce desk;
    desk.fetchKeys();
    desk.sellOut();
    desk.decide("never");
    EXPECT_FALSE(desk.visit(desk.booking).needsIdentity);
    desk.decide("always");
    EXPECT_TRUE(desk.visit(desk.booking).needsIdentity);
    const json quiet = desk.bench.book("GAST-D02-AM", 600);
    desk.bench.pull();
    EXPECT_FALSE(desk.visit(quiet).needsIdentity);
    // Found by the identity number, nobody is asked for it again.
    Heard<core::Result<flows::Scanned>> heard;
    desk.finder.find(whoBooked, heard.ear());
    desk.bench.advance(flows::lookupBudgetMs + 100);
    ASSERT_TRUE(heard.value && *heard.value);
    const auto found = desk.checkIn.find(**heard.value);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->needsIdentity);
}

TEST(FlowCheckIn, CutOffTheDaysKeyComparesAndWithoutItNobodyIsTurnedAway) {
    Scarce desk;
    desk.sellOut();
    desk.bench.cut();
    EXPECT_FALSE(desk.visit(desk.booking).needsIdentity) << "the station confirms the person";
    desk.bench.heal();
    desk.fetchKeys();
    desk.bench.cut();
    const flows::Visit visit = desk.visit(desk.booking);
    ASSERT_TRUE(visit.needsIdentity);
    EXPECT_EQ(desk.checkIn.identify(visit, whoBoughtTheCode).error().code, "identity-mismatch");
    EXPECT_TRUE(desk.checkIn.identify(visit, whoBooked));
    for (std::size_t i = 2; i < core::lookupsPerMinute; ++i)
        (void)desk.checkIn.identify(visit, whoBoughtTheCode);
    EXPECT_EQ(desk.checkIn.identify(visit, whoBooked).error().code, "too-many-lookups");
}

} // namespace
