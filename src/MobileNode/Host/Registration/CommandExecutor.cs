using DsMip.Linux;
using DsMip.Linux.Netlink;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Correspondents;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Network;
using DsMip.MobileNode.Protection;
using DsMip.MobileNode.State;
using DsMip.Tunnel;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Registration;

/// <summary>Carries out what the protocol module commands, in order.</summary>
internal sealed class CommandExecutor(
    PacketLoop packets, MobilityRouting routing, HomeLinkPresence homeLink, IProtection protection, NumberReservation numbers, ILogger logger)
{
    private readonly UnansweredUpdates _unanswered = new();
    private bool _away;

    /// <summary>When the protocol module wants to be woken.</summary>
    public DateTimeOffset WakeAt { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Other home agents that are to be tried instead of this one; null: none, or it was taken already.</summary>
    public TurnToHomeAgent? Turn { get; private set; }

    /// <summary>The home agent has no binding of ours any more, and is not asked for one.</summary>
    public bool HasLeft { get; private set; }

    public void TurnTaken() => Turn = null;

    public void Execute(IReadOnlyList<Command> commands)
    {
        foreach (var command in commands) Execute(command);
    }

    /// <summary>Some interfaces may be gone.</summary>
    public void LinksChanged(LinkSnapshot seen) => packets.LinksChanged(seen);

    /// <summary>The home agent has answered.</summary>
    public void Answered() => _unanswered.Answered();

    private void Execute(Command command)
    {
        switch (command)
        {
            case SendBindingUpdate send: Send(send); break;
            case SetTunnel set: SetTunnel(set); break;
            case Core.ClearTunnel: ClearTunnel(); break;
            case LeftHome: SetAway(true); break;
            case ReturnedHome: SetAway(false); break;
            case AnnounceHomeAddresses announce: Announce(announce.InterfaceIndex); break;
            case Ipv4HomeAddressAssigned assigned: Assigned(assigned); break;
            case Ipv4HomeAddressWithdrawn withdrawn: Withdrawn(withdrawn); break;
            case MobileNetworksForwarded forwarded: Forwarded(forwarded.Networks); break;
            case MobileRouterRefused refused: Refused(refused); break;
            case RegistrationRejected rejected: Rejected(rejected); break;
            case SendRevocationAcknowledgement send: Send(send); break;
            case BindingRevoked revoked: Revoked(revoked); break;
            case TurnToHomeAgent turn: Told(turn); break;
            case HomeAgentLeft: HasLeft = true; break;
            case NameAnswered answered: Answered(answered); break;
            case HomeAgentNotUnderstanding:
                logger.LogError("the home agent answers Binding Updates with an error: it knows no Mobility Headers, or is not the one that is meant; next attempt in {Time}", HomeRegistration.PauseTime);
                break;
            case WakeAt wake: WakeAt = wake.Time; break;
            default: throw new InvalidOperationException($"unknown command {command.GetType().Name}");
        }
    }

    private void Send(SendBindingUpdate send)
    {
        if (!protection.IsReady)
        {
            packets.Prepare(send.Path);
            protection.AskForKeys(send.Path);
            logger.LogDebug("Binding Update {Sequence} from {CareOf} waits for keys", send.Message.Sequence, send.Path.Source);
            return;
        }
        if (send.Path.AtHome && !homeLink.MayDeregister(send.Path.InterfaceIndex))
        {
            logger.LogDebug("Binding Update {Sequence} waits for the home agent's link-layer address", send.Message.Sequence);
            return;
        }
        if (!TryReserve(send.Message.Sequence)) return;
        packets.Send(send);
        // Not before (RFC 6275 11.5.5): the answer is addressed to it.
        if (send.Path.AtHome) routing.TakeHomeLink(send.Path.InterfaceIndex);
        if (_unanswered.Sent()) Doubt(send);
        logger.LogDebug("Binding Update {Sequence} from {CareOf}, lifetime {Lifetime}", send.Message.Sequence, send.Path.Source, send.Message.Lifetime);
    }

    /// <summary>By the path of the last Binding Update.</summary>
    /// <param name="sequence">The last one that a Binding Update had.</param>
    public void Solicit(MobilePrefixSolicitation solicitation, SequenceNumber sequence)
    {
        if (protection.IsReady && TryReserve(sequence)) packets.Solicit(solicitation);
    }

    /// <param name="sequence">The last one that a Binding Update had: numbers of SAs are reserved together with it.</param>
    public void Send(SendFromHomeAddress send, SequenceNumber sequence)
    {
        if (protection.IsReady && TryReserve(sequence)) packets.Send(send);
    }

    public void Send(SendFromCareOfAddress send) => packets.Send(send);

    public void Route(Action change) => packets.Route(change);

    private void Send(SendRevocationAcknowledgement send)
    {
        if (protection.IsReady && TryReserve(send.Sequence)) packets.Acknowledge(send.Message);
    }

    private void Revoked(BindingRevoked revoked)
    {
        var what = revoked.Ipv4Only ? "binding of the IPv4 home address" : "binding";
        if (revoked.RetryAt is null && !revoked.Ipv4Only) logger.LogError("the home agent has revoked the binding: {Trigger}; none is asked for before the next start", revoked.Trigger);
        else logger.LogWarning("the home agent has revoked the {What}: {Trigger}", what, revoked.Trigger);
    }

    private void Told(TurnToHomeAgent turn)
    {
        Turn = turn;
        var others = turn.HomeAgents.Count == 0 ? "one that we have to find" : string.Join(", ", turn.HomeAgents);
        logger.LogWarning("the home agent asks us to turn to {Others}; it serves us for {Time}", others, turn.TimeLeft);
    }

    private void Doubt(SendBindingUpdate send)
    {
        // Key exchange takes the same path.
        packets.Prepare(send.Path);
        protection.DoubtKeys(send.Path);
    }

    // A full disk is no reason to stop while numbers are in hand; without any the retransmission timer tries again.
    private bool TryReserve(SequenceNumber sequence)
    {
        ulong? espNumber;
        try
        {
            espNumber = packets.NextEspNumber;
        }
        catch (LinuxException e)
        {
            logger.LogWarning("a Binding Update waits: {Problem}", e.Message);
            return false;
        }
        try
        {
            if (numbers.Reserve(espNumber, sequence)) packets.ReserveThrough(numbers.EspReservedThrough);
        }
        catch (LinuxException e)
        {
            logger.LogWarning("cannot reserve sequence numbers: {Problem}", e.Message);
        }
        return numbers.Covers(espNumber, sequence);
    }

    private void Announce(int interfaceIndex)
    {
        routing.TakeHomeLink(interfaceIndex);
        homeLink.Announce(interfaceIndex, routing.TakeHomeLinkIpv4(interfaceIndex));
    }

    private void SetAway(bool away)
    {
        _away = away;
        if (away) homeLink.Leave();
        // Policies are there before any packet is: payload that has to be sealed never finds none.
        if (away) protection.LeaveHome();
        ClearTunnel();
        if (away) routing.LeaveHome();
        else routing.ReturnHome();
        if (!away) protection.ReturnHome();
    }

    private void SetTunnel(SetTunnel set)
    {
        packets.SetTunnel(set);
        protection.SetTunnel(set.Tunnel);
    }

    private void ClearTunnel()
    {
        packets.ClearTunnel(discard: !_away);
        protection.SetTunnel(null);
    }

    private void Assigned(Ipv4HomeAddressAssigned assigned)
    {
        protection.SetIpv4HomeAddress(assigned.Address);
        routing.AssignIpv4(assigned.Address);
        packets.SetIpv4HomeAddress(assigned.Address);
        logger.LogInformation("IPv4 home address {Address}/{PrefixLength}", assigned.Address, assigned.PrefixLength);
    }

    private void Withdrawn(Ipv4HomeAddressWithdrawn withdrawn)
    {
        routing.WithdrawIpv4();
        packets.SetIpv4HomeAddress(default);
        protection.SetIpv4HomeAddress(default);
        logger.LogWarning("the home agent does not bind the IPv4 home address {Address}", withdrawn.Address);
    }

    private void Forwarded(MobileNetworks? networks)
    {
        packets.SetNetworks(networks);
        if (networks is not null) logger.LogInformation("the home agent forwards {Networks}", networks);
    }

    private void Answered(NameAnswered answered)
    {
        if (answered.Status is not { } status) logger.LogWarning("the home agent does not put names into the DNS: {Name} is as it was", answered.Name);
        else if (status < DnsUpdateStatus.ReasonUnspecified) logger.LogInformation("the home agent has put {Name} into the DNS", answered.Name);
        else logger.LogWarning("the home agent has not put {Name} into the DNS: {Status} ({Code})", answered.Name, status, (int)status);
    }

    // RFC 3963 5.4: it must be logged.
    private void Refused(MobileRouterRefused refused)
    {
        if (refused.Status is not { } status) logger.LogError("the home agent serves no mobile routers: our mobile network is cut off until we start again");
        else if (refused.IsExpected) logger.LogError("the home agent refuses our mobile network, which is cut off until we start again: {Status} ({Code})", status, (int)status);
        else logger.LogError("the home agent refuses our mobile network, which is cut off until we start again, with a status that has no place in our mode: {Status} ({Code})", status, (int)status);
    }

    private void Rejected(RegistrationRejected rejected)
    {
        if (rejected.RetryAt is null) logger.LogError("the home agent rejects our home address for good: {Status}", rejected.Status);
        else logger.LogWarning("the home agent rejects the Binding Update: {Status} ({Code})", rejected.Status, (int)rejected.Status);
    }
}
