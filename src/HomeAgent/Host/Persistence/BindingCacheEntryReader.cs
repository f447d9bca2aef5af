using DsMip.HomeAgent.Actors.Protocol;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Core.Switching;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The messages of <c>binding_cache_entry.proto</c>, read without an object for each part. Fields that are not known here are passed over.</summary>
internal static class BindingCacheEntryReader
{
    /// <exception cref="InvalidDataException">It is no such message.</exception>
    public static BindingCacheEntryState Read(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (home, esp, isBound) = (default(Ipv6Address?), default(EspState), false);
        ReadOnlySpan<byte> binding = default;
        while (fields.TryRead(out var field))
        {
            switch (field)
            {
                case 1: home = Fields.ToAddress(fields.Bytes); break;
                case 2: binding = fields.Bytes; isBound = true; break;
                case 3: esp = ReadEsp(fields.Bytes); break;
            }
        }
        if (home is not { } address) throw Missing();
        return new BindingCacheEntryState(address, isBound ? ReadBinding(address, binding) : null, esp);
    }

    private static BindingCacheEntry ReadBinding(Ipv6Address home, ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (careOf, ingress, ipv4Home) = (default(Ipv6Address?), default(Ingress?), default(Ipv4HomeBinding));
        var (encapsulation, isNatDetected, isDeregistered, arePrefixesLeased) = (default(Encapsulation), false, false, false);
        var (flags, sequence, lifetime, expires) = (default(BindingUpdateFlags), default(ushort), default(ushort), 0L);
        var (ipv6, ipv4) = (default(List<Ipv6Prefix>), default(List<Ipv4Prefix>));
        var (revocation, change) = (default(RevocationState), default(SwitchState));
        while (fields.TryRead(out var field))
        {
            switch (field)
            {
                case 1: careOf = Fields.ToAddress(fields.Bytes); break;
                case 2: ingress = ReadIngress(fields.Bytes); break;
                case 3: encapsulation = (Encapsulation)fields.Number; break;
                case 4: isNatDetected = fields.Flag; break;
                case 5: flags = (BindingUpdateFlags)fields.Number; break;
                case 6: sequence = (ushort)fields.Number; break;
                case 7: lifetime = (ushort)fields.Number; break;
                case 8: expires = (long)fields.Number; break;
                case 9: ipv4Home = ReadIpv4Home(fields.Bytes); break;
                case 10: isDeregistered = fields.Flag; break;
                case 11: (ipv6 ??= []).Add(ReadIpv6Prefix(fields.Bytes)); break;
                case 12: (ipv4 ??= []).Add(ReadIpv4Prefix(fields.Bytes)); break;
                case 13: arePrefixesLeased = fields.Flag; break;
                case 14: revocation = ReadRevocation(fields.Bytes); break;
                case 15: change = ReadSwitch(fields.Bytes); break;
            }
        }
        return new BindingCacheEntry(
            home, new IpAddress(careOf ?? throw Missing()), ingress ?? throw Missing(), encapsulation, isNatDetected, flags, new SequenceNumber(sequence),
            new BindingLifetime(lifetime), ToTime(expires), ipv4Home, isDeregistered,
            ipv6 is null && ipv4 is null ? null : MobileNetworks.Of(ipv6 ?? [], ipv4 ?? []), arePrefixesLeased) { Revocation = revocation, Switch = change };
    }

    private static RevocationState ReadRevocation(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (trigger, sequence, isIpv4Only) = (default(byte), default(ushort), false);
        while (fields.TryRead(out var field))
        {
            switch (field)
            {
                case 1: trigger = (byte)fields.Number; break;
                case 2: sequence = (ushort)fields.Number; break;
                case 3: isIpv4Only = fields.Flag; break;
            }
        }
        return new RevocationState((RevocationTrigger)trigger, sequence, isIpv4Only);
    }

    private static SwitchState ReadSwitch(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var until = 0L;
        while (fields.TryRead(out var field))
            if (field == 1) until = (long)fields.Number;
        return new SwitchState(ToTime(until));
    }

    private static Ingress ReadIngress(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (encapsulation, local, remote) = (default(Encapsulation), default(Ipv6Address?), default(Ipv6Address?));
        var (localPort, remotePort, hasHomeAddressOption) = (default(ushort), default(ushort), false);
        while (fields.TryRead(out var field))
        {
            switch (field)
            {
                case 1: encapsulation = (Encapsulation)fields.Number; break;
                case 2: local = Fields.ToAddress(fields.Bytes); break;
                case 3: remote = Fields.ToAddress(fields.Bytes); break;
                case 4: remotePort = (ushort)fields.Number; break;
                case 5: localPort = (ushort)fields.Number; break;
                case 6: hasHomeAddressOption = fields.Flag; break;
            }
        }
        return new Ingress(
            encapsulation, new IpAddress(local ?? throw Missing()), new IpAddress(remote ?? throw Missing()), remotePort, localPort, hasHomeAddressOption);
    }

    private static Ipv4HomeBinding ReadIpv4Home(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (address, length, isDynamic) = (default(Ipv4Address), default(byte), false);
        while (fields.TryRead(out var field))
        {
            switch (field)
            {
                case 1: address = new Ipv4Address((uint)fields.Number); break;
                case 2: length = (byte)fields.Number; break;
                case 3: isDynamic = fields.Flag; break;
            }
        }
        return new Ipv4HomeBinding(address, length, isDynamic);
    }

    private static EspState ReadEsp(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (fingerprint, accepted, reserved, claim) = (0UL, 0UL, 0UL, 0UL);
        while (fields.TryRead(out var field))
        {
            switch (field)
            {
                case 1: fingerprint = fields.Number; break;
                case 2: accepted = fields.Number; break;
                case 4: reserved = fields.Number; break;
                case 5: claim = fields.Number; break;
            }
        }
        return new EspState(fingerprint, accepted, reserved, claim);
    }

    private static Ipv6Prefix ReadIpv6Prefix(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (address, length) = (default(Ipv6Address?), 0U);
        while (fields.TryRead(out var field))
        {
            if (field == 1) address = Fields.ToAddress(fields.Bytes);
            else if (field == 2) length = (uint)fields.Number;
        }
        return Fields.ToPrefix(address ?? throw Missing(), length);
    }

    private static Ipv4Prefix ReadIpv4Prefix(ReadOnlySpan<byte> message)
    {
        var fields = new MessageFields(message);
        var (address, length) = (default(Ipv4Address), 0U);
        while (fields.TryRead(out var field))
        {
            if (field == 1) address = new Ipv4Address((uint)fields.Number);
            else if (field == 2) length = (uint)fields.Number;
        }
        return Fields.ToPrefix(address, length);
    }

    private static DateTimeOffset ToTime(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new InvalidDataException($"{milliseconds} is not a time");

    private static InvalidDataException Missing() => new("a field of the binding is missing");
}
