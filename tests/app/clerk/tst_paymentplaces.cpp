// SPDX-License-Identifier: Apache-2.0
// How long a hold is kept while it is paid for, and afterwards.
#include "tests/app/clerk/paymentsbench.h"

namespace menzhen {

using test::Payments;

TEST_F(Payments, AHoldFallsBackToItsOwnTimeWhenItsPaymentIsDead) {
    const std::string untilOf =
        "SELECT coalesce(max(expires_at), 0) FROM slot WHERE state = 'held'";
    const auto expires = [&] { return std::stoll(text(untilOf)); };
    const auto held = hold({{"channel", "KIOSK"}, {"holder", "K01"}, {"session", "CARD-D01-AM"}});
    ASSERT_TRUE(held);
    const std::int64_t own = (*held)["expires_at"];
    ASSERT_EQ(expires(), own);
    passes(60'000);
    const auto opened = pay({{"hold", (*held)["hold"]}, {"channel", "wechat-qr"}});
    ASSERT_TRUE(opened);
    const std::string bill = (*opened)["id"];
    const std::int64_t most = (*opened)["open_until"];
    EXPECT_EQ(expires(), most);
    passes(2000);
    ASSERT_TRUE(close(bill));
    EXPECT_EQ(expires(), most); // money may have come
    passes(15'000);
    ASSERT_EQ(state(bill), "closed");
    EXPECT_EQ(expires(), own);
    // Another way keeps it again; when that dies late, somebody may still stand there.
    ASSERT_TRUE(pay({{"hold", (*held)["hold"]}, {"channel", "alipay-qr"}}));
    EXPECT_EQ(expires(), most);
    passes(13 * 60'000); // its own end, and a minute: nobody scanned it
    EXPECT_EQ(state(bill), "closed");
    EXPECT_EQ(expires(), 0);
    EXPECT_EQ(booked(), ledger());
}

TEST_F(Payments, APaidHoldIsKept) {
    const auto held = hold({{"channel", "KIOSK"}, {"holder", "K01"}, {"session", "CARD-D01-AM"}});
    const auto opened = pay({{"hold", (*held)["hold"]}, {"channel", "wechat-qr"}});
    const std::string bill = (*opened)["id"];
    passes(2000);
    ASSERT_TRUE(walletPays(bill));
    passes(15'000);
    EXPECT_EQ(state(bill), "paid");
    EXPECT_EQ(std::stoll(text("SELECT expires_at FROM slot WHERE state = 'held'")),
              (*opened)["open_until"].get<std::int64_t>());
}

} // namespace menzhen
