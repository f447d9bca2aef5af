using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Core;
using DsMip.Tunnel;
using DsMip.Wire;
using Google.Protobuf.Collections;

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
        Add(entry.Networks, message.Ipv6Networks, message.Ipv4Networks);
        return message;
    }

    public static void Add(MobileNetworks? networks, RepeatedField<Protocol.Ipv6Prefix> ipv6, RepeatedField<Protocol.Ipv4Prefix> ipv4)
    {
        foreach (var prefix in networks?.Ipv6 ?? []) ipv6.Add(new Protocol.Ipv6Prefix { Address = Fields.ToBytes(prefix.Address), Length = (uint)prefix.Length });
        foreach (var prefix in networks?.Ipv4 ?? []) ipv4.Add(new Protocol.Ipv4Prefix { Address = prefix.Address.Value, Length = (uint)prefix.Length });
    }

    public static MobileNetworks? ToNetworks(RepeatedField<Protocol.Ipv6Prefix> ipv6, RepeatedField<Protocol.Ipv4Prefix> ipv4) => MobileNetworks.Of(
        ipv6.Select(prefix => Fields.ToPrefix(Fields.ToAddress(prefix.Address), prefix.Length)),
        ipv4.Select(prefix => Fields.ToPrefix(new Ipv4Address(prefix.Address), prefix.Length)));

    private static Protocol.Binding ToMessageWithoutNetworks(BindingCacheEntry entry) => new()
    {
        Ipv4PrefixLeased = entry.Ipv4PrefixLeased,
        Revocation = entry.Revocation is { } revocation
            ? new Protocol.Revocation { Trigger = (uint)revocation.Trigger, Sequence = revocation.Sequence, Ipv4Only = revocation.Ipv4Only }
            : null,
        Switch = entry.Switch is { } change ? new Protocol.Switch { Until = change.Until.ToUnixTimeMilliseconds() } : null,
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
