using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Core;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Persistence;

/// <summary>From the records of the program to the messages of the journal; <see cref="BindingCacheEntryReader"/> is the way back.</summary>
internal static class ProtocolMapping
{
    public static Protocol.BindingCacheEntryState ToMessage(BindingCacheEntryState state) => new()
    {
        HomeAddress = Fields.ToBytes(state.HomeAddress),
        Binding = state.Entry is { } entry ? ToMessage(entry) : null,
        Esp = new Protocol.EspState
        {
            InboundFingerprint = state.Esp.InboundFingerprint,
            InboundAccepted = state.Esp.InboundAccepted,
            OutboundReserved = state.Esp.OutboundReserved,
            Claim = state.Esp.Claim,
        },
    };

    private static Protocol.Binding ToMessage(BindingCacheEntry entry)
    {
        var message = ToMessageWithoutNetworks(entry);
        foreach (var prefix in entry.Networks?.Ipv6 ?? []) message.Ipv6Networks.Add(new Protocol.Ipv6Prefix { Address = Fields.ToBytes(prefix.Address), Length = (uint)prefix.Length });
        foreach (var prefix in entry.Networks?.Ipv4 ?? []) message.Ipv4Networks.Add(new Protocol.Ipv4Prefix { Address = prefix.Address.Value, Length = (uint)prefix.Length });
        return message;
    }

    private static Protocol.Binding ToMessageWithoutNetworks(BindingCacheEntry entry) => new()
    {
        Ipv4PrefixLeased = entry.Ipv4PrefixLeased,
        CareOfAddress = Fields.ToBytes(entry.CareOfAddress.Mapped),
        Ingress = ToMessage(entry.Ingress),
        Encapsulation = (uint)entry.Encapsulation,
        NatDetected = entry.NatDetected,
        Flags = (uint)entry.Flags,
        Sequence = entry.Sequence.Value,
        Lifetime = entry.Lifetime.Units,
        Expires = entry.Expires.ToUnixTimeMilliseconds(),
        Deregistered = entry.Deregistered,
        Ipv4Home = entry.Ipv4Home is { } ipv4
            ? new Protocol.Ipv4HomeBinding { Address = ipv4.Address.Value, PrefixLength = ipv4.PrefixLength, Dynamic = ipv4.Dynamic }
            : null,
    };

    private static Protocol.Ingress ToMessage(in Ingress ingress) => new()
    {
        Encapsulation = (uint)ingress.Encapsulation,
        Local = Fields.ToBytes(ingress.Local.Mapped),
        Remote = Fields.ToBytes(ingress.Remote.Mapped),
        RemotePort = ingress.RemotePort,
        LocalPort = ingress.LocalPort,
        HomeAddressOption = ingress.HomeAddressOption,
    };
}
