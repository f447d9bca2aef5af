using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Core;

/// <summary>The way payload takes: the old one until the acknowledgement of the new one, none once its address is gone (Req 3 of the draft).</summary>
internal sealed class PayloadPath(HomeRegistrationSettings settings)
{
    private BindingUpdatePath? _path;
    private bool? _away;

    public BidirectionalTunnel? Tunnel { get; private set; }

    /// <summary>A binding was acknowledged.</summary>
    /// <param name="localPort">The UDP port that the acknowledgement came to.</param>
    public void Set(BindingUpdateListEntry entry, ushort localPort, List<Command> commands)
    {
        var tunnel = TunnelOf(entry, localPort);
        if (Tunnel == tunnel && _path?.InterfaceIndex == entry.Path.InterfaceIndex) return;
        Tunnel = tunnel;
        _path = entry.Path;
        commands.Add(new SetTunnel(tunnel, entry.Path.InterfaceIndex));
    }

    public void ClearIfVanished(IReadOnlyList<CareOfCandidate> view, List<Command> commands)
    {
        if (_path is { } path && view.HasVanished(path)) Clear(commands);
    }

    public void Clear(List<Command> commands)
    {
        if (Tunnel is not null) commands.Add(new ClearTunnel());
        Tunnel = null;
        _path = null;
    }

    public void LeaveHome(List<Command> commands)
    {
        if (_away != true) commands.Add(new LeftHome());
        _away = true;
    }

    public void ReturnHome(BindingUpdatePath home, List<Command> commands)
    {
        if (_away != false) commands.Add(new ReturnedHome(home.InterfaceIndex));
        _away = false;
        Clear(commands);
    }

    private BidirectionalTunnel TunnelOf(BindingUpdateListEntry entry, ushort localPort)
    {
        var careOf = entry.Path.Source;
        if (careOf.IsIpv6) return new BidirectionalTunnel(Encapsulation.Ipv6, careOf, settings.HomeAgent);
        return entry.UdpEncapsulation
            ? new BidirectionalTunnel(Encapsulation.UdpIpv4, careOf, settings.HomeAgentIpv4, localPort, Port.DsMip)
            : new BidirectionalTunnel(Encapsulation.Ipv4, careOf, settings.HomeAgentIpv4);
    }
}
