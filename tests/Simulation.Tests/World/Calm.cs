using DsMip.MobileNode.Core;
using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.World;

/// <summary>What holds when the network is calm and time has passed: both sides agree on the tunnel, or both know that there is none.</summary>
internal sealed class Calm(SimulatedWorld world, Inhabitant who)
{
    /// <summary>
    /// MAX_BINDACK_TIMEOUT (32 s) until the next try of a mobile node that had given up hope; if that is the third one and goes over IPv6 in
    /// vain, the other family is tried; a NAT that forgot is found out by the next keepalive (30 s); then a few round trips.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(150);

    private readonly SimulatedMobileNode _mobileNode = who.MobileNode;

    public static void Check(SimulatedWorld world)
    {
        world.Weather = LinkQuality.Calm;
        world.Scheduler.Run(Settling);
        foreach (var who in world.Inhabitants.Where(who => !IsSilent(who))) new Calm(world, who).Check();
        if (!world.Inhabitants.Any(IsSilent)) return;
        foreach (var who in world.Inhabitants.Where(IsSilent)) new Calm(world, who).CheckNoNetwork();
        // Only now: the refresh at the end of a lifetime would cover up what is wrong with the others.
        world.Scheduler.Run(Setting.MaximumLifetime.ToTimeSpan());
        foreach (var who in world.Inhabitants.Where(IsSilent)) new Calm(world, who).CheckForgotten();
    }

    private static bool IsSilent(Inhabitant who) => !who.MobileNode.IsRunning || who.MobileNode.Attachments.Count == 0;

    private void Check()
    {
        if (_mobileNode.Attachments.Any(network => network.Plan.IsHome)) CheckHome();
        else CheckAway();
    }

    private void CheckNoNetwork()
    {
        if (!_mobileNode.IsRunning) return;
        Agree(_mobileNode.Status.State == RegistrationState.NoNetwork, "the mobile node has no network and knows it");
        Agree(_mobileNode.Tunnel is null, "the mobile node has no tunnel without network");
    }

    private void CheckForgotten() =>
        Agree(world.HomeAgent.TunnelOf(who.Subscriber.HomeAddress) is null, "the home agent forgets a mobile node that is silent");

    private void CheckHome()
    {
        Agree(_mobileNode.Status.State == RegistrationState.Home, "the mobile node is home");
        Agree(_mobileNode.Tunnel is null, "the mobile node has no tunnel at home");
        Agree(world.HomeAgent.TunnelOf(who.Subscriber.HomeAddress) is null, "the home agent has no tunnel to a mobile node at home");
        CheckPayload(who.Subscriber.HomeAddress);
    }

    private void CheckAway()
    {
        Agree(_mobileNode.Status.State == RegistrationState.Registered, "the mobile node is registered");
        Agree(_mobileNode.Tunnel is not null, "the mobile node has a tunnel");
        var atHomeAgent = world.HomeAgent.TunnelOf(who.Subscriber.HomeAddress);
        Agree(atHomeAgent is not null, "the home agent has a tunnel");
        CheckEnds(_mobileNode.Tunnel!.Value, atHomeAgent!.Value);
        CheckPayload(who.Subscriber.HomeAddress);
        Agree(_mobileNode.Ipv4Home == who.Subscriber.Ipv4HomeAddress, "the IPv4 home address is bound");
        CheckPayload(who.Subscriber.Ipv4HomeAddress);
    }

    private void CheckEnds(BidirectionalTunnel mine, BidirectionalTunnel theirs)
    {
        Agree(mine.Encapsulation == theirs.Encapsulation, $"one encapsulation for {mine} and {theirs}");
        Agree(mine.Remote == theirs.Local && mine.RemotePort == theirs.LocalPort, $"{mine} leads to {theirs}");
        var network = _mobileNode.Attachments.First(network => network.Candidates(who.Subscriber).Any(candidate => candidate.Address == mine.Local));
        IpAddress outside = mine.Local.IsIpv4 ? network.Ipv4Outside(who.Subscriber)!.Value : mine.Local;
        Agree(theirs.Remote == outside, $"{theirs} leads to {mine}");
    }

    private void CheckPayload(IpAddress home)
    {
        var (up, down) = (world.NextPayload(), world.NextPayload());
        _mobileNode.Send(home, SimulatedCorrespondent.AddressFor(home), up);
        world.Correspondent.Send(home, down);
        world.Scheduler.Run(TimeSpan.FromSeconds(1));
        Agree(world.Correspondent.Received.Contains(up), $"payload from {home} arrives");
        Agree(_mobileNode.Received.Contains(down), $"payload to {home} arrives");
    }

    private void Agree(bool holds, string what)
    {
        if (!holds) throw new Disagreement($"not so: {what}\n{_mobileNode.Status}\nhome agent: {who.Model.Current}");
    }
}

/// <summary>The two sides did not come to terms although nothing stood in their way.</summary>
internal sealed class Disagreement(string what) : Exception(what);
