using DsMip.Wire;

namespace DsMip.Simulation.Tests.Network;

/// <summary>Routes frames by their outer destination: host routes first, then prefixes. What has no route is lost.</summary>
internal sealed class SimulatedInternet
{
    private readonly Dictionary<IpAddress, Action<Frame>> _hosts = [];
    private readonly List<(Ipv6Prefix Prefix, Action<Frame> Deliver)> _ipv6 = [];
    private readonly List<(Ipv4Prefix Prefix, Action<Frame> Deliver)> _ipv4 = [];

    public void Route(IpAddress host, Action<Frame> deliver) => _hosts[host] = deliver;

    public void Unroute(IpAddress host) => _hosts.Remove(host);

    public void Route(Ipv6Prefix prefix, Action<Frame> deliver) => _ipv6.Add((prefix, deliver));

    public void Route(Ipv4Prefix prefix, Action<Frame> deliver) => _ipv4.Add((prefix, deliver));

    public void Send(Frame frame)
    {
        var destination = FrameHeader.Destination(frame.Bytes);
        var deliver = _hosts.GetValueOrDefault(destination) ?? ByPrefix(destination);
        deliver?.Invoke(frame);
    }

    private Action<Frame>? ByPrefix(IpAddress destination) => destination.IsIpv4
        ? _ipv4.Find(route => route.Prefix.Contains(destination.AsIpv4)).Deliver
        : _ipv6.Find(route => route.Prefix.Contains(destination.AsIpv6)).Deliver;
}
