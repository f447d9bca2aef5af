using CsCheck;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Histories;

/// <summary>Generates histories. Much happens within one round trip, because that is where the mistakes are.</summary>
internal static class AnyHistory
{
    private static readonly Gen<string> Network = Gen.OneOf(Networks.Names);
    private static readonly Gen<string> Nat = Gen.OneOf(Networks.WithNat);
    private static readonly Gen<int> Who = Gen.Int[0, Subscriber.All.Length - 1];
    private static readonly Gen<int> Moment = Gen.Int[0, 600];

    private static readonly Gen<NatBehaviour> Behaviour =
        Gen.Select(Gen.Enum<Dependence>(), Gen.Enum<Dependence>(), Gen.Bool, Gen.Int[40, 300], Gen.Bool).Select(
            (mapping, filtering, preservation, timeout, inbound) =>
                new NatBehaviour(mapping, filtering, preservation, TimeSpan.FromSeconds(timeout), inbound));

    private static readonly Gen<Setting> Settings =
        Gen.Select(Gen.Int[0, 1_000_000], Behaviour, Behaviour, Gen.OneOf(5, 50, 900), OneIn(5), OneIn(2), OneIn(5), Gen.Select(Gen.Bool, Gen.Bool)).Select(
            (seed, natA, natB, disk, forces, allows, wants, rest) => new Setting(seed, natA, natB, disk, forces, allows, wants, rest.Item1, rest.Item2));

    private static readonly Gen<Step> Movements = Gen.Frequency(
        (3, Gen.Select(Who, Network).Select((who, to) => (Step)new Move(who, to))),
        (1, Gen.Select(Who, Network, Network, Moment, Moment).Select(
            (who, first, second, inFirst, inSecond) => (Step)new Flap(who, first, second, inFirst, inSecond))),
        (1, Gen.Select(Who, Network).Select((who, to) => (Step)new Attach(who, to))),
        (1, Gen.Select(Who, Network).Select((who, from) => (Step)new Detach(who, from))));

    private static readonly Gen<Step> Failures = Gen.Frequency(
        (2, Gen.Int[1, 60_000].Select(milliseconds => (Step)new HomeAgentCrash(milliseconds / 1000.0))),
        (1, Gen.Select(Who, Gen.Bool, Gen.UShort).Select((who, forgets, number) => (Step)new MobileNodeRestart(who, forgets ? number : null))),
        (1, Who.Select(who => (Step)new MobileNodeShutdown(who))),
        (2, Nat.Select(network => (Step)new NatReboot(network))),
        (1, Nat.Select(network => (Step)new NatRenumbering(network))));

    private static readonly Gen<Step> Pauses = Gen.Frequency(
        (2, Gen.Int[0, 3000].Select(milliseconds => (Step)new Wait(milliseconds / 1000.0))),
        (1, Gen.Int[3, 700].Select(seconds => (Step)new Wait(seconds))));

    private static readonly Gen<Step> Weathers = Gen.Select(Gen.Int[1, 300], Gen.Int[0, 2000], Gen.Int[0, 60], Gen.Int[0, 30]).Select(
        (delay, jitter, loss, duplication) => (Step)new Weather(delay, jitter, loss / 100.0, duplication / 100.0));

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (12, Movements),
        (9, Pauses),
        (6, Failures),
        (3, Weathers),
        (5, Gen.Select(Who, Gen.Enum<AttackKind>()).Select((whom, kind) => (Step)new Attack(whom, kind))),
        (2, Gen.Select(Who, Gen.Enum<ComplaintKind>()).Select((who, kind) => (Step)new Complaint(who, kind))),
        (2, Who.Select(who => (Step)new Chat(who))),
        (2, Gen.Const((Step)new Rest())));

    public static readonly Gen<History> Any = Gen.Select(Settings, Steps.Array[1, 40]).Select((setting, steps) => new History(setting, steps));

    private static Gen<bool> OneIn(int n) => Gen.Int[1, n].Select(i => i == 1);
}
