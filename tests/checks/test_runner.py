"""The runner: never raises, shares, keeps, limits, orders, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pytest
import uvloop
from pydantic import BaseModel

from app.checks.network import Network
from app.checks.runner import Call, Runner, diagnose_checks, read_params
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter
from app.settings import Settings
from tests.lab import Lab
from tests.lab.left_behind import tasks_left
from tests.lab.smtp import Peer
from tests.lab.trial import QUICK, open_connections


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Name(BaseModel):
    name: str = ""


DECLARED = Declaration(
    name="test.own",
    title="Own",
    about="A check of the tests' own.",
    params=Name,
    facts={"name": "text"},
    outcomes=(Outcome("fine", "pass", "Fine."), Outcome("poor", "fail", "Poor.")),
)


@dataclass
class Own:
    """A check that does what a test tells it to."""

    do: Callable[[str], object]
    declaration: Declaration = DECLARED
    runs: int = 0

    async def run(self, params: Name, network: Network) -> CheckResult:
        self.runs += 1
        done = self.do(params.name)
        if asyncio.iscoroutine(done):
            await done
        return conclude(DECLARED, "fine", network.transcript, {"name": params.name})


def settings(**more: object) -> Settings:
    return Settings(_env_file=None, resolver="127.0.0.1:9", **more)  # type: ignore[arg-type]


def runner(check: Own, *, clock: Callable[[], float] | None = None, **more: object) -> Runner:
    return Runner(settings(**more), {"test.own": check}, budgets=QUICK, clock=clock or Clock())


def fail(_: str) -> None:
    raise ZeroDivisionError("secret detail")


async def endless(_: str = "") -> None:
    await asyncio.Event().wait()


def test_a_fault_of_ours_is_unknown_and_tells_nothing_of_the_inside() -> None:
    result = asyncio.run(runner(Own(fail)).run("test.own", {}))
    assert (result.status, result.code) == ("unknown", "limit")
    assert "secret" not in str(result.to_json())


def test_an_unknown_check_is_a_result() -> None:
    result = asyncio.run(runner(Own(fail)).run("test.other", {}))
    assert (result.status, result.code) == ("unknown", "bad-input")


def test_a_check_that_takes_too_long_is_stopped() -> None:
    quick = replace(QUICK, check_s=0.05)
    result = asyncio.run(Runner(settings(), {"test.own": Own(endless)}, budgets=quick).run("test.own", {}))
    assert (result.status, result.code) == ("unknown", "limit")


def test_equal_probes_in_flight_share_one_result() -> None:
    async def go() -> None:
        gate = asyncio.Event()
        check = Own(lambda _: gate.wait())
        one = runner(check)
        waiting = [asyncio.ensure_future(one.run("test.own", {"name": "same"})) for _ in range(20)]
        other = asyncio.ensure_future(one.run("test.own", {"name": "other"}))
        for _ in range(20):
            await asyncio.sleep(0)
        gate.set()
        results = await asyncio.gather(*waiting)
        await other
        assert check.runs == 2
        assert all(result is results[0] for result in results)

    asyncio.run(go())


def test_results_are_kept_a_minute_and_asked_again_on_request() -> None:
    clock, check = Clock(), Own(lambda _: None)
    one = runner(check, clock=clock)

    async def run(at: float, runs: int, *, fresh: bool = False) -> None:
        clock.now = at
        await one.run("test.own", {"name": "x"}, fresh=fresh)
        assert check.runs == runs

    asyncio.run(run(0, 1))
    asyncio.run(run(59, 1))
    asyncio.run(run(61, 2))
    asyncio.run(run(63, 3, fresh=True))
    asyncio.run(run(100, 3))


def test_what_was_just_repaired_is_seen_at_once(lab: Lab) -> None:
    one = Runner(lab.as_settings(), budgets=QUICK)

    async def go() -> list[str]:
        codes = []
        for zone in ("@ TXT nothing", "@ MX 10 mx"):
            lab.dns.zone("example.com", zone)
            codes.append((await one.run("dns.mx", {"domain": "example.com"}, fresh=True)).code)
        return codes

    assert asyncio.run(go()) == ["none", "found"]


def test_what_a_fresh_diagnosis_finds_serves_all_of_it(lab: Lab) -> None:
    lab.dns.zone("example.com", "@ MX 10 mx\nmx A 127.0.0.2")
    server = lab.smtp("127.0.0.2")
    one = Runner(lab.as_settings(), budgets=QUICK)
    hosts = {"hosts": "mx.example.com"}
    first, then = [Call("mx", "dns.mx", {"domain": "example.com"})], [Call("banner", "smtp.banner", hosts)]
    last = [Call("ehlo", "smtp.ehlo", hosts)]

    def in_turn(results: Mapping[str, CheckResult]) -> Iterable[Call]:
        return (*first, *(then if "mx" in results else ()), *(last if "banner" in results else ()))

    async def go() -> list[str]:
        return [result.code async for _, result in diagnose_checks(one, in_turn, fresh=True)]

    for times in (1, 2):
        assert asyncio.run(go()) == ["found", "ok", "ok"]
        assert lab.dns.queries.count(("mx.example.com", "A")) == times
        assert server.connections == times


def test_what_could_not_be_found_out_is_not_kept() -> None:
    check = Own(fail)
    one = runner(check)

    async def go() -> None:
        await one.run("test.own", {})
        await one.run("test.own", {})

    asyncio.run(go())
    assert check.runs == 2


def test_memory_of_results_is_bounded() -> None:
    one = runner(Own(lambda _: None), checks_per_minute=100_000)

    async def go() -> None:
        for number in range(3000):
            await one.run("test.own", {"name": str(number)})

    asyncio.run(go())
    assert len(one._kept) == 2048


def test_only_so_many_at_once() -> None:
    inside, most = 0, 0

    async def work(_: str) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1

    async def go() -> None:
        one = runner(Own(work), checks_at_once=3, checks_per_minute=1000)
        await asyncio.gather(*(one.run("test.own", {"name": str(number)}) for number in range(50)))

    asyncio.run(go())
    assert most == 3


def test_a_visitor_reaches_their_limit_and_kept_results_cost_nothing() -> None:
    one = runner(Own(lambda _: None), checks_per_minute=3)

    async def go() -> list[str]:
        codes = []
        for name in ("a", "a", "a", "b", "c", "d", "a"):
            codes.append((await one.run("test.own", {"name": name}, visitor="192.0.2.1")).code)
        codes.append((await one.run("test.own", {"name": "d"}, visitor="192.0.2.2")).code)
        return codes

    assert asyncio.run(go()) == ["fine", "fine", "fine", "fine", "fine", "limit", "fine", "fine"]


def test_one_runner_serves_one_loop_after_another(lab: Lab) -> None:
    lab.dns.zone("example.com", "@ MX 10 mx\nmx A 127.0.0.2")
    lab.smtp("127.0.0.2")
    one = Runner(lab.as_settings(), budgets=QUICK)
    for _ in range(3):
        result = asyncio.run(one.run("smtp.banner", {"hosts": "mx.example.com"}, fresh=True))
        assert result.code == "ok"


def test_a_fault_in_parameters_is_named() -> None:
    with pytest.raises(BadParameter, match="name"):
        read_params(DECLARED, {"name": 5})
    assert read_params(DECLARED, {"name": None}).model_dump() == {"name": ""}


# Diagnoses


def test_checks_start_as_soon_as_they_are_known() -> None:
    order: list[str] = []

    async def note(name: str) -> None:
        order.append(f"start {name}")
        await asyncio.sleep(0)

    def runnable(results: Mapping[str, CheckResult]) -> Iterable[Call]:
        yield Call("first", "test.own", {"name": "first"})
        yield Call("beside", "test.own", {"name": "beside"})
        if "first" in results:
            yield Call("second", "test.own", {"name": "second"})

    async def go() -> list[str]:
        return [key async for key, _ in diagnose_checks(runner(Own(note)), runnable)]

    found = asyncio.run(go())
    assert sorted(found) == ["beside", "first", "second"]
    assert order == ["start first", "start beside", "start second"]


def test_a_diagnosis_ends_within_its_time_and_says_what_is_missing() -> None:
    async def some_endless(name: str) -> None:
        if name == "slow":
            await endless()

    calls = [Call(name, "test.own", {"name": name}) for name in ("quick", "slow")]

    async def go() -> dict[str, str]:
        one = runner(Own(some_endless))
        found = {key: result.code async for key, result in diagnose_checks(one, lambda _: calls, seconds=0.1)}
        assert await tasks_left() == []
        return found

    assert asyncio.run(go()) == {"quick": "fine", "slow": "limit"}


def test_a_visitor_who_leaves_stops_the_work() -> None:
    async def go() -> None:
        one = runner(Own(lambda name: endless() if name == "slow" else None))
        calls = [Call(name, "test.own", {"name": name}) for name in ("quick", "slow")]
        stream = one.run_many(calls)
        assert (await anext(stream))[0] == "quick"
        await stream.aclose()
        assert await tasks_left() == []

    asyncio.run(go())


def test_a_whole_ladder_against_the_lab(lab: Lab) -> None:
    lab.dns.zone("example.com", "@ MX 10 mx1\n@ MX 20 mx2\nmx1 A 127.0.0.2\nmx2 A 127.0.0.3")
    lab.smtp("127.0.0.2")
    lab.smtp("127.0.0.3", banner="554 no")

    def runnable(results: Mapping[str, CheckResult]) -> Iterable[Call]:
        yield Call("mx", "dns.mx", {"domain": "example.com"})
        if "mx" in results:
            hosts = results["mx"].facts["hosts"]
            for name in ("dns.address", "smtp.connect", "smtp.banner"):
                yield Call(name, name, {"hosts": hosts})

    async def go() -> dict[str, str]:
        one = Runner(lab.as_settings(), budgets=QUICK)
        found = {key: result.code async for key, result in diagnose_checks(one, runnable)}
        assert await tasks_left() == []
        return found

    expected = {"mx": "found", "dns.address": "ok", "smtp.connect": "open", "smtp.banner": "ok"}
    assert asyncio.run(go()) == expected
    assert not open_connections(lab)


def test_the_servers_own_event_loop_serves_too(lab: Lab) -> None:
    """uvicorn runs on uvloop, which handles sockets in its own way."""
    lab.dns.zone("example.com", "@ MX 10 mx\nmx A 127.0.0.2")
    lab.smtp("127.0.0.2", tls=lab.tls("mx.example.com"))
    lab.silent("127.0.0.4")

    async def go() -> list[str]:
        one = Runner(lab.as_settings(), budgets=QUICK)
        hosts = {"hosts": "mx.example.com"}
        results = [
            await one.run("dns.mx", {"domain": "example.com"}),
            await one.run("smtp.connect", hosts),
            await one.run("smtp.starttls", hosts),
            await one.run("net.tcp", {"host": "127.0.0.3", "port": 25}),
            await one.run("net.tcp", {"host": "127.0.0.4", "port": 25}),
        ]
        assert await tasks_left() == []
        return [result.code for result in results]

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        assert loop.run(go()) == ["found", "open", "ok", "refused", "timeout"]
    assert not open_connections(lab)


def test_two_hundred_diagnoses_at_once_leave_nothing_behind(lab: Lab) -> None:
    async def chatter(peer: Peer) -> None:
        await peer.send(b"220 mx\r\n")
        await peer.line()

    lab.serve(chatter, "127.0.0.2")
    lab.dns.zone("example.com", "\n".join(f"d{number} MX 10 mx" for number in range(200)) + "\nmx A 127.0.0.2")

    async def go() -> set[str]:
        unhurried = replace(QUICK, check_s=15.0, connect_s=5.0, dns_tries_s=(5.0, 5.0), dns_control_s=5.0)
        one = Runner(lab.as_settings(checks_per_minute=10_000), budgets=unhurried)
        results = await asyncio.gather(
            *(one.run("dns.mx", {"domain": f"d{number}.example.com"}) for number in range(200)),
            *(one.run("smtp.banner", {"hosts": "mx.example.com"}) for _ in range(200)),
        )
        assert await tasks_left() == []
        return {result.code for result in results}

    assert asyncio.run(go()) == {"found", "ok"}
    assert not open_connections(lab)
