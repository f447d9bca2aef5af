using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.Time;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.World;

/// <summary>All nodes and networks of one history, with the safety property checked after every event.</summary>
internal sealed class SimulatedWorld : IDisposable
{
    private readonly Random _random;
    private long _payload;

    public SimulatedWorld(Setting setting, bool keepsJournal = false)
    {
        // Seeded Randoms with neighbouring seeds begin alike; multiplying moves them apart.
        _random = new Random(unchecked(setting.Seed * (int)2_654_435_761));
        Journal = keepsJournal ? new Journal(Scheduler) : null;
        Networks = World.Networks.Plans(setting.NatA, setting.NatB)
            .Select((plan, index) => new AccessNetwork(plan, setting.NoticesAttachment ? (ulong)index : 0, Scheduler, _random, Internet))
            .ToDictionary(network => network.Plan.Name);
        Inhabitants = [.. Subscriber.All.Select(subscriber => Settle(subscriber, setting))];
        Correspondent = new SimulatedCorrespondent(Internet);
        HomeAgent = new SimulatedHomeAgent(
            Scheduler, Internet, Networks["home"], Inhabitants.ToDictionary(who => who.Subscriber, who => who.Served), Journal);
        Internet.Route(Place.HomeAgent, HomeAgent.Receive);
        Internet.Route(Place.HomeAgentIpv4, HomeAgent.Receive);
        Internet.Route(Place.HomePrefix, HomeAgent.Intercept);
        Internet.Route(Place.Ipv4HomePrefix, HomeAgent.Intercept);
        HomeAgent.Start();
        Scheduler.AfterEach = CheckSafety;
    }

    public Scheduler Scheduler { get; } = new();
    public Journal? Journal { get; }
    public SimulatedInternet Internet { get; } = new();
    public IReadOnlyDictionary<string, AccessNetwork> Networks { get; }
    public IReadOnlyList<Inhabitant> Inhabitants { get; }
    public SimulatedHomeAgent HomeAgent { get; }
    public SimulatedCorrespondent Correspondent { get; }

    public LinkQuality Weather
    {
        set
        {
            foreach (var network in Networks.Values) network.Quality = value;
        }
    }

    /// <summary>A number for a payload packet that nobody has used; those below zero are the attacker's.</summary>
    public long NextPayload() => ++_payload;

    public void Dispose()
    {
        HomeAgent.Dispose();
        foreach (var who in Inhabitants)
        {
            who.MobileNode.Dispose();
            who.Attacker.Dispose();
        }
    }

    private Inhabitant Settle(Subscriber subscriber, Setting setting)
    {
        var model = new ReferenceModel(setting.PolicyFor(subscriber));
        return new Inhabitant(
            new SimulatedMobileNode(Scheduler, subscriber, setting.SettingsOf(subscriber), model, Journal),
            new ServedMobileNode(Scheduler, _random, subscriber, setting, model, Journal),
            model,
            new SimulatedAttacker(Internet, subscriber, model, _random));
    }

    /// <summary>The home agent forwards what the reference model explains, no more and no less; and no forged payload came through.</summary>
    private void CheckSafety()
    {
        foreach (var who in Inhabitants)
        {
            if (HomeAgent.IsUp) CheckTunnels(who);
            if (who.MobileNode.Received.HasForged) throw new SafetyViolation($"forged payload reached {who.Subscriber}");
        }
        if (Correspondent.Received.HasForged) throw new SafetyViolation("forged payload left the reverse tunnel");
    }

    private void CheckTunnels(Inhabitant who)
    {
        var expected = who.Model.Current is { } binding && Scheduler.Now < binding.Expires ? binding : null;
        Compare(who.Subscriber.HomeAddress, expected?.Tunnel);
        Compare(who.Subscriber.Ipv4HomeAddress, expected is { Ipv4: true } ? expected.Tunnel : null);
    }

    private void Compare(IpAddress home, BidirectionalTunnel? expected)
    {
        var actual = HomeAgent.TunnelOf(home);
        if (actual != expected) throw new SafetyViolation($"the home agent forwards {home} to {actual}, the Binding Updates say {expected}");
    }
}
