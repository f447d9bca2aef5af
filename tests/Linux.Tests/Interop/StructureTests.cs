using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DsMip.Linux.Interop;
using DsMip.Linux.Netlink;

namespace DsMip.Linux.Tests;

/// <summary>Sizes and offsets as printed by a C program on x86-64 glibc; 64-bit Linux shares them, except for epoll_event.</summary>
public sealed class StructureTests
{
    [Fact]
    public void Sizes_are_those_of_the_c_headers()
    {
        Assert.Equal(16, Unsafe.SizeOf<IoVector>());
        Assert.Equal(56, Unsafe.SizeOf<MessageHeader>());
        Assert.Equal(64, Unsafe.SizeOf<BatchedMessage>());
        Assert.Equal(16, Unsafe.SizeOf<ControlHeader>());
        Assert.Equal(16, Unsafe.SizeOf<SocketAddressIpv4>());
        Assert.Equal(28, Unsafe.SizeOf<SocketAddressIpv6>());
        Assert.Equal(8, Unsafe.SizeOf<FilterInstruction>());
        Assert.Equal(16, Unsafe.SizeOf<FilterProgram>());
        Assert.Equal(8, Unsafe.SizeOf<PollDescriptor>());
        Assert.Equal(40, Unsafe.SizeOf<InterfaceRequest>());
        Assert.Equal(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16, EpollEvents.Size);
    }

    [Fact]
    public void Netlink_sizes_are_those_of_the_c_headers()
    {
        Assert.Equal(16, Unsafe.SizeOf<NetlinkHeader>());
        Assert.Equal(16, Unsafe.SizeOf<LinkHeader>());
        Assert.Equal(8, Unsafe.SizeOf<AddressHeader>());
        Assert.Equal(12, Unsafe.SizeOf<RouteHeader>());
        Assert.Equal(8, Unsafe.SizeOf<NextHopHeader>());
        Assert.Equal(12, Unsafe.SizeOf<RuleHeader>());
        Assert.Equal(12, Unsafe.SizeOf<NeighbourHeader>());
        Assert.Equal(12, Unsafe.SizeOf<NetlinkAddress>());
    }

    [Theory]
    [InlineData(typeof(MessageHeader), nameof(MessageHeader.Vectors), 16)]
    [InlineData(typeof(MessageHeader), nameof(MessageHeader.Control), 32)]
    [InlineData(typeof(MessageHeader), nameof(MessageHeader.ControlLength), 40)]
    [InlineData(typeof(MessageHeader), nameof(MessageHeader.Flags), 48)]
    [InlineData(typeof(BatchedMessage), nameof(BatchedMessage.Length), 56)]
    [InlineData(typeof(SocketAddressIpv6), nameof(SocketAddressIpv6.Address), 8)]
    [InlineData(typeof(SocketAddressIpv6), nameof(SocketAddressIpv6.ScopeId), 24)]
    [InlineData(typeof(SocketAddressLink), nameof(SocketAddressLink.InterfaceIndex), 4)]
    [InlineData(typeof(SocketAddressLink), nameof(SocketAddressLink.PacketType), 10)]
    [InlineData(typeof(FilterProgram), nameof(FilterProgram.Instructions), 8)]
    [InlineData(typeof(InterfaceRequest), nameof(InterfaceRequest.Flags), 16)]
    public void Offsets_are_those_of_the_c_headers(Type structure, string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf(structure, field));

    [Fact]
    public void A_link_address_is_at_least_as_long_as_the_kernel_wants() =>
        // sockaddr_ll is 20 bytes; ours ends on an 8 byte boundary, and bind(2) takes a longer one.
        Assert.InRange(Unsafe.SizeOf<SocketAddressLink>(), 20, 24);
}
