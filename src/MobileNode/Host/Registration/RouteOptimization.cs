using System.Buffers.Binary;
using System.Security.Cryptography;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Core.Correspondents;
using DsMip.MobileNode.Datapath.Correspondents;
using DsMip.MobileNode.Diagnostics;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Registration;

/// <summary>Route optimization at work, on the protocol loop.</summary>
internal sealed class RouteOptimization(
    Ipv6Address homeAddress, Ipv6Address homeAgent, HomeRegistration registration, CommandExecutor executor, OptimizedRoutes routes, DropCounters drops, ILogger logger)
{
    private readonly CorrespondentRegistrations _correspondents = new(homeAddress, homeAgent, RandomNumber);

    public DateTimeOffset WakeAt => _correspondents.WakeAt;

    /// <summary>Correspondents that packets go to and come from directly.</summary>
    public int Bound => _correspondents.Bound;

    /// <summary>To be called after each event: where we are, and what time it is.</summary>
    public void Look(DateTimeOffset now)
    {
        var (where, place) = Place(registration);
        Execute(_correspondents.Moved(where, place, now));
        if (_correspondents.WakeAt <= now) Execute(_correspondents.TimerDue(routes.IsInUse, now));
    }

    public void Handle(CorrespondentEvent what, DateTimeOffset now)
    {
        switch (what)
        {
            case CorrespondentMessageSeen seen:
                Execute(_correspondents.Received(seen.Correspondent, seen.Destination, seen.Message, seen.Header, now, out var counts));
                if (!counts) drops.Count(DropReason.UnexpectedMessage);
                break;
            case PacketTunnelledSeen seen: Execute(_correspondents.PacketTunnelled(seen.Correspondent, now)); break;
            case CorrespondentNotUnderstandingSeen seen: Execute(_correspondents.NotUnderstood(seen.Correspondent, seen.Cookie, now)); break;
            default: throw new InvalidOperationException($"unknown event {what.GetType().Name}");
        }
    }

    /// <summary>Packets leave directly from the care-of address of the tunnel in force only; questions are asked when the home agent has acknowledged it.</summary>
    internal static (Whereabouts Where, CareOfPlace? Place) Place(HomeRegistration registration)
    {
        var status = registration.Status;
        if (status.State == RegistrationState.Home) return (Whereabouts.Home, null);
        if (registration.Binding is not { } binding || status.Tunnel is not { } tunnel) return (Whereabouts.Unknown, null);
        if (tunnel.Encapsulation == Encapsulation.Ipv6) return (Whereabouts.Away, new CareOfPlace(tunnel.Local.AsIpv6, binding.Path.InterfaceIndex, binding.Expires));
        return (status.State == RegistrationState.Registered ? Whereabouts.AwayOverIpv4 : Whereabouts.Unknown, null);
    }

    private void Execute(IReadOnlyList<CorrespondentCommand> commands)
    {
        foreach (var command in commands) Execute(command);
    }

    private void Execute(CorrespondentCommand command)
    {
        switch (command)
        {
            case SendFromHomeAddress send: executor.Send(send, registration.Status.Sequence); break;
            case SendFromCareOfAddress send: executor.Send(send); break;
            case SetRoute set:
                if (set.CareOf is { } from) logger.LogInformation("packets for {Correspondent} leave from {CareOf} directly", set.Correspondent, from);
                executor.Route(() => routes.Set(set));
                break;
            case ClearRoute clear:
                logger.LogInformation("packets for {Correspondent} take the tunnel", clear.Correspondent);
                executor.Route(() => routes.Clear(clear));
                break;
            default: throw new InvalidOperationException($"unknown command {command.GetType().Name}");
        }
    }

    // Who guesses a cookie answers for somebody else.
    private static ulong RandomNumber()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
