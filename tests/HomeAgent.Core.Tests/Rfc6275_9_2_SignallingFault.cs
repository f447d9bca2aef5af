using System.Buffers.Binary;
using DsMip.HomeAgent.Core.Errors;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>RFC 6275 9.2, 9.3.1, 9.3.3: what strangers are told, and what not.</summary>
public sealed class Rfc6275_9_2_SignallingFault
{
    private static readonly Ipv6Address Stranger = Ipv6Address.Parse("2001:db8:9::9");
    private readonly BindingTable _bindings = new();
    private Ipv6Address? _served;

    [Fact]
    [Clause("6275-9.2-unknown-type")]
    public void An_unknown_type_gets_a_binding_error_with_status_2()
    {
        var error = Told(Packet(Stranger, null, IpProtocol.MobilityHeader, Header(type: 99)));
        Assert.Equal(new BindingError(BindingErrorStatus.UnrecognizedMobilityHeaderType, Ipv6Address.Any, MobilityOptions.None), error);
    }

    [Fact]
    [Clause("6275-9.3.3-destination")]
    public void Rfc6275_9_3_3_It_names_the_home_address_of_the_option_and_goes_to_the_source_on_the_wire()
    {
        var error = Told(Packet(Stranger, Given.Home, IpProtocol.MobilityHeader, Header(type: 99, source: Given.Home)));
        Assert.Equal(new BindingError(BindingErrorStatus.UnrecognizedMobilityHeaderType, Given.Home, MobilityOptions.None), error);
    }

    [Theory]
    [Clause("6275-9.3.1-binding-error")]
    [InlineData(IpProtocol.Icmpv6)]
    [InlineData(IpProtocol.Udp)]
    [InlineData(IpProtocol.NoNextHeader)]
    public void Rfc6275_9_3_1_A_home_address_option_without_binding_gets_status_1(byte protocol)
    {
        var error = Told(Packet(Stranger, Given.Home, protocol, new byte[16]));
        Assert.Equal(new BindingError(BindingErrorStatus.UnknownBindingForHomeAddressOption, Given.Home, MobilityOptions.None), error);
    }

    [Fact]
    [Clause("6275-9.3.1-binding-error")]
    public void Rfc6275_9_3_1_The_binding_has_to_have_that_care_of_address()
    {
        var packet = Packet(Stranger, Given.Home, IpProtocol.Udp, new byte[16]);
        Bind(Given.Visited);
        Assert.Equal(BindingErrorStatus.UnknownBindingForHomeAddressOption, Told(packet)!.Status);
        Bind(Stranger);
        Assert.Null(Told(packet));
    }

    [Theory]
    [Clause("6275-9.3.1-esp")]
    [InlineData(IpProtocol.Esp)]
    [InlineData(IpProtocol.MobilityHeader)]
    public void Rfc6275_9_3_1_What_is_authenticated_otherwise_needs_no_binding(byte protocol) =>
        Assert.Null(Told(Packet(Stranger, Given.Home, protocol, Header(type: (byte)MobilityHeaderType.BindingUpdate, length: 16, source: Given.Home))));

    [Theory]
    [Clause("6275-9.2-parameter-problem")]
    [InlineData(0, 6, 40)]
    [InlineData(1, 0, 41)]
    public void A_bad_payload_proto_or_header_len_gets_a_parameter_problem_that_points_at_it(int field, byte value, int pointer)
    {
        // Binding Errors and so on do not fit into 8 bytes; what follows Header Len is not looked at.
        var header = Header(type: (byte)MobilityHeaderType.BindingError, length: 24);
        header[field] = value;
        Seal(header, Stranger);
        var packet = Packet(Stranger, null, IpProtocol.MobilityHeader, header);
        Assert.True(Find(packet, out var fault));
        var answer = SignallingErrorMessage.Write(fault, packet, Given.HomeAgent);
        Assert.True(Ipv6Header.TryRead(answer, out var ip, out _));
        Assert.Equal((Given.HomeAgent, Stranger), (ip.Source, ip.Destination));
        Assert.True(Icmpv6Error.TryRead(answer.AsSpan(Ipv6Header.Size), ip.Source, ip.Destination, out var error, out var quoted, out _));
        Assert.Equal(Icmpv6Error.ParameterProblem(Icmpv6ParameterProblemCode.ErroneousHeaderField, pointer), error);
        Assert.Equal(packet, quoted.ToArray());
    }

    [Fact]
    [Clause("6275-9.2-checksum")]
    public void Nobody_is_told_of_a_wrong_checksum()
    {
        var header = Header(type: 99);
        header[4] ^= 1;
        Assert.Null(Told(Packet(Stranger, null, IpProtocol.MobilityHeader, header)));
    }

    [Theory]
    [Clause("6275-9.3.3-unicast")]
    [InlineData("ff02::1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("2001:db8:1::1")]
    public void Rfc6275_9_3_3_Nobody_is_told_at_an_address_that_no_single_stranger_has(string source)
    {
        var address = Ipv6Address.Parse(source);
        Assert.False(Find(Packet(address, null, IpProtocol.MobilityHeader, Header(type: 99, source: address)), out _));
    }

    [Fact]
    public void A_binding_error_is_not_answered() =>
        Assert.Null(Told(Packet(Stranger, null, IpProtocol.MobilityHeader, MobilityHeaderCodec.Write(
            new BindingError(BindingErrorStatus.UnrecognizedMobilityHeaderType, default, MobilityOptions.None), Stranger, Given.HomeAgent))));

    [Fact]
    [Clause("4877-7.2-bypass")]
    public void Rfc4877_7_2_Clear_mobility_headers_of_a_mobile_node_end_at_policy()
    {
        _served = Given.Home;
        Assert.Null(Told(Packet(Stranger, Given.Home, IpProtocol.MobilityHeader, Header(type: 99, source: Given.Home))));
        Assert.Null(Told(Packet(Given.Home, null, IpProtocol.MobilityHeader, Header(type: 99, source: Given.Home))));
    }

    [Fact]
    public void No_prefix_of_a_packet_and_no_flipped_byte_throws()
    {
        var packet = Packet(Stranger, Given.Home, IpProtocol.MobilityHeader, Header(type: 99, source: Given.Home));
        for (var length = 0; length < packet.Length; length++) Assert.False(Find(packet.AsSpan(0, length), out _));
        for (var i = 0; i < packet.Length; i++)
            for (var value = 0; value < 256; value++)
            {
                var damaged = packet.ToArray();
                damaged[i] = (byte)value;
                if (Find(damaged, out var fault)) SignallingErrorMessage.Write(fault, damaged, Given.HomeAgent);
            }
    }

    private bool Find(ReadOnlySpan<byte> packet, out SignallingFault fault) =>
        SignallingFault.TryFind(packet, Given.HomeAgent, _bindings, home => home == _served, Given.Now, out fault);

    /// <summary>The Binding Error that goes to the source of the packet; null: none.</summary>
    private BindingError? Told(byte[] packet)
    {
        if (!Find(packet, out var fault)) return null;
        var answer = SignallingErrorMessage.Write(fault, packet, Given.HomeAgent);
        Assert.True(Ipv6Header.TryRead(answer, out var ip, out _));
        Assert.Equal((Given.HomeAgent, Stranger, IpProtocol.MobilityHeader), (ip.Source, ip.Destination, ip.NextHeader));
        Assert.True(MobilityHeaderCodec.TryRead(answer.AsSpan(Ipv6Header.Size), ip.Source, ip.Destination, out var message, out _));
        return Assert.IsType<BindingError>(message);
    }

    private void Bind(Ipv6Address careOf) => _bindings.Put(
        new HomeAddresses(Given.Home, default), new BidirectionalTunnel(Encapsulation.Ipv6, Given.HomeAgent, careOf, 0, 0),
        _bindings.VersionOf(Given.Home) + 1, Given.Now.AddHours(1));

    private static byte[] Header(byte type, int length = 8, Ipv6Address? source = null)
    {
        var header = new byte[length];
        (header[0], header[1], header[2]) = (IpProtocol.NoNextHeader, (byte)(length / 8 - 1), type);
        Seal(header, source ?? Stranger);
        return header;
    }

    private static void Seal(byte[] header, Ipv6Address source)
    {
        // The checksum covers what Header Len says there is.
        var covered = header.AsSpan(0, 8 * (header[1] + 1));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), 0);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), PseudoHeader.Checksum(source, Given.HomeAgent, IpProtocol.MobilityHeader, covered));
    }

    private static byte[] Packet(Ipv6Address source, Ipv6Address? option, byte protocol, byte[] content)
    {
        var options = option is null ? 0 : HomeAddressOption.HeaderSize;
        var packet = new byte[Ipv6Header.Size + options + content.Length];
        new Ipv6Header(
            0, 0, (ushort)(options + content.Length), option is null ? protocol : IpProtocol.DestinationOptions, 64, source, Given.HomeAgent).Write(packet);
        if (option is { } home) HomeAddressOption.WriteHeader(packet.AsSpan(Ipv6Header.Size), protocol, home);
        content.CopyTo(packet, Ipv6Header.Size + options);
        return packet;
    }
}
