using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Core;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Between the records of the program and the messages of the journal.</summary>
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

    public static BindingCacheEntryState FromMessage(Protocol.BindingCacheEntryState message)
    {
        var home = Fields.ToAddress(message.HomeAddress);
        var esp = message.Esp is { } counters
            ? new EspState(counters.InboundFingerprint, counters.InboundAccepted, counters.OutboundReserved, counters.Claim)
            : default;
        return new BindingCacheEntryState(home, message.Binding is { } binding ? FromMessage(home, binding) : null, esp);
    }

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

    private static BindingCacheEntry FromMessage(Ipv6Address home, Protocol.Binding binding) => new(
        home,
        new IpAddress(Fields.ToAddress(binding.CareOfAddress)),
        FromMessage(binding.Ingress ?? new Protocol.Ingress()),
        (Encapsulation)binding.Encapsulation,
        binding.NatDetected,
        (BindingUpdateFlags)binding.Flags,
        new SequenceNumber((ushort)binding.Sequence),
        new BindingLifetime((ushort)binding.Lifetime),
        DateTimeOffset.FromUnixTimeMilliseconds(binding.Expires),
        binding.Ipv4Home is { } ipv4 ? new Ipv4HomeBinding(new Ipv4Address(ipv4.Address), (byte)ipv4.PrefixLength, ipv4.Dynamic) : null,
        binding.Deregistered,
        MobileNetworks.Of(
            binding.Ipv6Networks.Select(prefix => Fields.ToPrefix(Fields.ToAddress(prefix.Address), prefix.Length)),
            binding.Ipv4Networks.Select(prefix => Fields.ToPrefix(new Ipv4Address(prefix.Address), prefix.Length))),
        binding.Ipv4PrefixLeased);

    private static Protocol.Ingress ToMessage(in Ingress ingress) => new()
    {
        Encapsulation = (uint)ingress.Encapsulation,
        Local = Fields.ToBytes(ingress.Local.Mapped),
        Remote = Fields.ToBytes(ingress.Remote.Mapped),
        RemotePort = ingress.RemotePort,
        LocalPort = ingress.LocalPort,
        HomeAddressOption = ingress.HomeAddressOption,
    };

    private static Ingress FromMessage(Protocol.Ingress ingress) => new(
        (Encapsulation)ingress.Encapsulation, new IpAddress(Fields.ToAddress(ingress.Local)), new IpAddress(Fields.ToAddress(ingress.Remote)),
        (ushort)ingress.RemotePort, (ushort)ingress.LocalPort, ingress.HomeAddressOption);
}
