# SPDX-License-Identifier: Apache-2.0
"""A batch of `./test money` in the end: our books against the sandbox's ledger, and what each patient was told against both."""
import collections

from moneykiosk import OVER
from registry_hall import Wire

NOTHING = ("failed", "closed")  # nothing was taken, and nothing will be
AFTER_PAID = ("paid", "refunding", "refunded", "staff")


def stayed(order):
    """Taken, and not given back by the very end of the order."""
    return order["charged_fen"] and not any(back["number"] in ("REVERSE", "CANCEL") for back in order["refunds"])


def place(order):
    return int(order["number"].rsplit("_", 1)[1])


def lies(bill, looks, orders):
    """What its page said at some look, of the attempts that there were then, and was not so."""
    wrong, paid = [], False
    for attempts, told in looks:
        before = [order for order in orders if place(order) <= attempts]
        if told in NOTHING and any(stayed(order) for order in before):
            wrong.append("%s: its patient was told %s, and money was taken: %s" % (bill, told, before))
        if told in AFTER_PAID and not any(order["charged_fen"] for order in before):
            wrong.append("%s: its patient was told %s, and nothing was taken: %s" % (bill, told, before))
        if told == "paid" and not any(stayed(order) for order in before):
            wrong.append("%s: its patient was told paid, and the end of the order took it back: %s" % (bill, before))
        if told == "refunded" and not any(order["charged_fen"] and not order["kept_fen"] for order in before):
            wrong.append("%s: its patient was told refunded, and it was kept: %s" % (bill, before))
        if paid and told not in AFTER_PAID:
            wrong.append("%s: its patient was told paid, then %s" % (bill, told))
        paid = paid or told == "paid"
    return wrong


def compared(ours, orders):
    """Each order of the ledger stands in our books with the same money, and no other."""
    wrong = ["%s stands in the ledger alone" % number for number in set(orders) - set(ours)]
    theirs = {number: orders[number]["kept_fen"] if number in orders else 0 for number in ours}
    return wrong + ["%s: %d fen in our books, %d in the ledger" % (number, fen, theirs[number]) for number, fen in ours.items()
                    if fen != theirs[number]]


def judge(town, looks):
    """What is wrong, of each order and bill; and the sums."""
    said, ways, ours = collections.Counter(), collections.Counter(), town.books()
    orders = {order["number"]: order for order in town.sandbox.ledger()["orders"]}
    wire, charges, wrong = Wire(town), collections.defaultdict(list), compared(ours, orders)
    for number, order in orders.items():
        charges[number.rsplit("_", 1)[0]].append(order)
        ways[order["platform"] + "-" + order["way"]] += 1
    for bill, orders_of in charges.items():
        kept = [order["kept_fen"] for order in orders_of if order["kept_fen"]]
        if len(kept) > 1:
            wrong.append("%s keeps %d charges" % (bill, len(kept)))
    for bill, seen in looks.items():
        page = wire.must("GET", "payments/" + bill)
        said[page["state"]] += 1
        keeps = any(order["kept_fen"] for order in charges[bill])
        if page["state"] not in OVER or page["state"] != "staff" and (page["state"] == "paid") != keeps:
            wrong.append("%s says %s and keeps %s" % (bill, page["state"], charges[bill]))
        wrong += lies(bill, [*seen, (len(ours), page["state"])], charges[bill])
    kept = sum(order["kept_fen"] for order in orders.values())
    return {"kept": sum(ours.values()), "ledger": kept, "orders": len(orders), "ways": dict(ways), "told": dict(said), "wrong": wrong}
