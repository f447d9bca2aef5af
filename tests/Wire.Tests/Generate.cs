using CsCheck;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests;

/// <summary>Generators of everything that the codecs write.</summary>
internal static class Generate
{
    public static readonly Gen<Ipv4Address> Ipv4 = Gen.UInt.Select(value => new Ipv4Address(value));
    public static readonly Gen<Ipv6Address> Ipv6 = Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new Ipv6Address(new UInt128(high, low)));

    /// <summary>What a Home Address option or a type 2 routing header may carry.</summary>
    public static readonly Gen<Ipv6Address> UnicastIpv6 =
        Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new Ipv6Address(new UInt128(high >> 3 | 0x2000UL << 48, low)));

    public static readonly Gen<BindingLifetime> Lifetime = Gen.UShort.Select(units => new BindingLifetime(units));

    private static readonly byte[] KnownOptionTypes = [0, 1, 2, 3, 4, 5, 6, 8, 17, 29, 30, 31, 32];

    public static readonly Gen<MobilityOption> Option = Gen.OneOf(
        Lifetime.Select(interval => (MobilityOption)new BindingRefreshAdviceOption(interval)),
        Ipv6.Select(address => (MobilityOption)new AlternateCareOfAddressOption(address)),
        Gen.Select(Gen.UShort, Gen.UShort, (home, careOf) => (MobilityOption)new NonceIndicesOption(home, careOf)),
        Gen.Select(Gen.Byte, Ipv6, (length, prefix) => (MobilityOption)new MobileNetworkPrefixOption(length, prefix)),
        Gen.Select(Gen.Byte, Bytes(0, 40), (subtype, id) => (MobilityOption)new MobileNodeIdentifierOption(subtype, ValueArray.Create<byte>(id))),
        Gen.Select(Gen.Byte, Gen.Bool, Bytes(0, 40), (status, remove, name) => (MobilityOption)new DnsUpdateOption((DnsUpdateStatus)status, remove, ValueArray.Create<byte>(name))),
        Gen.Select(Gen.Byte[0, 63], Gen.Bool, Ipv4, (length, prefix, address) => (MobilityOption)new Ipv4HomeAddressOption(length, prefix, address)),
        Gen.Select(Gen.Byte, Gen.Byte[0, 63], Ipv4, (status, length, address) =>
            (MobilityOption)new Ipv4AddressAcknowledgementOption((Ipv4AddressStatus)status, length, address)),
        Gen.Select(Gen.Bool, Gen.UInt, (force, seconds) => (MobilityOption)new NatDetectionOption(force, seconds)),
        Ipv4.Select(address => (MobilityOption)new Ipv4CareOfAddressOption(address)),
        Gen.Select(Gen.Byte.Where(type => !KnownOptionTypes.Contains(type)), Bytes(0, 30), (type, data) =>
            (MobilityOption)new UnknownMobilityOption(type, ValueArray.Create<byte>(data))));

    private static readonly Gen<MobilityOption[]> Authenticator = Bytes(0, 24).Select(
        data => new MobilityOption[] { new BindingAuthorizationDataOption(ValueArray.Create<byte>(data)) });

    public static readonly Gen<MobilityOptions> Options = Gen.Select(
        Option.Array[0, 6], Gen.OneOf(Gen.Const(Array.Empty<MobilityOption>()), Authenticator),
        (options, last) => MobilityOptions.Of([.. options, .. last]));

    public static readonly Gen<IMobilityMessage> Message = Gen.OneOf(
        Options.Select(options => (IMobilityMessage)new BindingRefreshRequest(options)),
        Gen.Select(Gen.ULong, Options, (cookie, options) => (IMobilityMessage)new HomeTestInit(cookie, options)),
        Gen.Select(Gen.ULong, Options, (cookie, options) => (IMobilityMessage)new CareOfTestInit(cookie, options)),
        Gen.Select(Gen.UShort, Gen.ULong, Gen.ULong, Options, (index, cookie, token, options) =>
            (IMobilityMessage)new HomeTest(index, cookie, token, options)),
        Gen.Select(Gen.UShort, Gen.ULong, Gen.ULong, Options, (index, cookie, token, options) =>
            (IMobilityMessage)new CareOfTest(index, cookie, token, options)),
        Gen.Select(Gen.UShort, Gen.Byte, Lifetime, Options, (sequence, flags, lifetime, options) =>
            (IMobilityMessage)new BindingUpdate(new SequenceNumber(sequence), (BindingUpdateFlags)(flags << 8), lifetime, options)),
        Gen.Select(Gen.Byte, Gen.Byte[0, 3], Gen.UShort, Lifetime, Options.Select(AsInAcknowledgement), (status, flags, sequence, lifetime, options) =>
            (IMobilityMessage)new BindingAcknowledgement(
                (BindingStatus)status, (BindingAcknowledgementFlags)(flags << 6), new SequenceNumber(sequence), lifetime, options)),
        Gen.Select(Gen.Byte, Ipv6, Options, (status, home, options) =>
            (IMobilityMessage)new BindingError((BindingErrorStatus)status, home, options)),
        Gen.Select(Ipv6.Array[0, 20], Options, (homeAgents, options) =>
            (IMobilityMessage)new HomeAgentSwitch(ValueArray.Create<Ipv6Address>(homeAgents), options)),
        Gen.Select(Gen.Byte, Gen.UShort, Gen.Int[0, 7], Options, (trigger, sequence, flags, options) =>
            (IMobilityMessage)new BindingRevocationIndication((RevocationTrigger)trigger, sequence, (BindingRevocationFlags)(flags << 13), options)),
        Gen.Select(Gen.Byte, Gen.UShort, Gen.Int[0, 7], Options, (status, sequence, flags, options) =>
            (IMobilityMessage)new BindingRevocationAcknowledgement((RevocationStatus)status, sequence, (BindingRevocationFlags)(flags << 13), options)));

    private static readonly Gen<PrefixInformationOption> Prefix = Gen.Select(
        Gen.Byte, Gen.Byte[0, 7], Gen.UInt, Gen.UInt, Ipv6, (length, flags, valid, preferred, prefix) =>
            new PrefixInformationOption(length, (PrefixInformationFlags)(flags << 5), valid, preferred, prefix));

    public static readonly Gen<Icmpv6Message> Icmpv6 = Gen.OneOf(
        Gen.Select(Gen.UShort, Gen.Bool, (id, router) => (Icmpv6Message)new HomeAgentAddressDiscoveryRequest(id, router)),
        Gen.Select(Gen.UShort, Ipv6.Array[0, 5], Gen.Bool, (id, agents, router) =>
            (Icmpv6Message)new HomeAgentAddressDiscoveryReply(id, ValueArray.Create<Ipv6Address>(agents), router)),
        Gen.UShort.Select(id => (Icmpv6Message)new MobilePrefixSolicitation(id)),
        Gen.Select(Gen.UShort, Gen.Bool, Gen.Bool, Prefix.Array[0, 4], (id, managed, other, prefixes) =>
            (Icmpv6Message)new MobilePrefixAdvertisement(id, managed, other, ValueArray.Create<PrefixInformationOption>(prefixes))));

    // There type 29 is the IPv4 Address Acknowledgement (RFC 5555 8).
    private static MobilityOptions AsInAcknowledgement(MobilityOptions options) => MobilityOptions.Of([.. options.Items.Select(option => option is Ipv4HomeAddressOption home
        ? new Ipv4AddressAcknowledgementOption(Ipv4AddressStatus.Success, home.PrefixLength, home.HomeAddress) { Number = 29 }
        : option)]);

    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    public static Gen<byte[]> Bytes(int minimum, int maximum) => Gen.Byte.Array[minimum, maximum];
}
