using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Between entity and edges. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class TunnelMapping
{
    public static Messages.TunnelChanged ToMessage(TunnelChanged changed)
    {
        var message = new Messages.TunnelChanged
        {
            HomeAddress = Fields.ToBytes(changed.Home.Ipv6),
            Ipv4HomeAddress = changed.Home.Ipv4.Value,
            Tunnel = changed.Tunnel is { } tunnel ? ToMessage(tunnel) : null,
            Version = (ulong)changed.Version,
            Expires = changed.Expires.UtcTicks,
            CoversLinkLocal = changed.Home.CoversLinkLocal,
            IsMobileRouter = changed.Home.IsMobileRouter,
        };
        if (changed.Home.Networks is not { } networks) return message;
        foreach (var prefix in networks.Ipv6) message.Ipv6Networks.Add(new Messages.Ipv6Prefix { Address = Fields.ToBytes(prefix.Address), Length = (uint)prefix.Length });
        foreach (var prefix in networks.Ipv4) message.Ipv4Networks.Add(new Messages.Ipv4Prefix { Address = prefix.Address.Value, Length = (uint)prefix.Length });
        return message;
    }

    public static TunnelChanged FromMessage(Messages.TunnelChanged message) => new(
        new HomeAddresses(Fields.ToAddress(message.HomeAddress), new Ipv4Address(message.Ipv4HomeAddress), ToNetworks(message))
        {
            CoversLinkLocal = message.CoversLinkLocal, IsMobileRouter = message.IsMobileRouter,
        },
        message.Tunnel is { } tunnel ? FromMessage(tunnel) : null,
        message.Version <= long.MaxValue ? (long)message.Version : throw new InvalidDataException($"{message.Version} is not a version"),
        Fields.ToTime(message.Expires));

    public static Messages.TunnelBatch ToMessage(TunnelBatch batch)
    {
        var message = new Messages.TunnelBatch { Source = batch.Source, Number = (ulong)batch.Number };
        message.Changes.Capacity = batch.Changes.Length;
        foreach (var changed in batch.Changes) message.Changes.Add(ToMessage(changed));
        return message;
    }

    public static TunnelBatch FromMessage(Messages.TunnelBatch batch)
    {
        if (batch.Changes.Count > TunnelBroadcast.MostChanges) throw new InvalidDataException($"a batch has {batch.Changes.Count} changes");
        return new TunnelBatch(batch.Source, ToNumber(batch.Number), [.. batch.Changes.Select(FromMessage)]);
    }

    public static Messages.BatchConfirmed ToMessage(BatchConfirmed confirmed) => new() { Source = confirmed.Source, Number = (ulong)confirmed.Number };

    public static BatchConfirmed FromMessage(Messages.BatchConfirmed confirmed) => new(confirmed.Source, ToNumber(confirmed.Number));

    private static long ToNumber(ulong number) => number <= long.MaxValue ? (long)number : throw new InvalidDataException($"{number} is not a number of a batch");

    private static MobileNetworks? ToNetworks(Messages.TunnelChanged message) => message.Ipv6Networks.Count + message.Ipv4Networks.Count == 0
        ? null
        : MobileNetworks.Of(
            message.Ipv6Networks.Select(prefix => Fields.ToPrefix(Fields.ToAddress(prefix.Address), prefix.Length)),
            message.Ipv4Networks.Select(prefix => Fields.ToPrefix(new Ipv4Address(prefix.Address), prefix.Length)));

    private static Messages.Tunnel ToMessage(in BidirectionalTunnel tunnel) => new()
    {
        Encapsulation = (uint)tunnel.Encapsulation,
        Local = Fields.ToBytes(tunnel.Local.Mapped),
        Remote = Fields.ToBytes(tunnel.Remote.Mapped),
        LocalPort = tunnel.LocalPort,
        RemotePort = tunnel.RemotePort,
    };

    private static BidirectionalTunnel FromMessage(Messages.Tunnel tunnel)
    {
        var encapsulation = Fields.ToEncapsulation(tunnel.Encapsulation);
        if (encapsulation == Encapsulation.Native) throw new InvalidDataException("a tunnel has an outer header");
        return new BidirectionalTunnel(
            encapsulation, new IpAddress(Fields.ToAddress(tunnel.Local)), new IpAddress(Fields.ToAddress(tunnel.Remote)),
            Fields.ToPort(tunnel.LocalPort), Fields.ToPort(tunnel.RemotePort));
    }
}
