using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.Fuzz.Targets;

/// <summary>
/// The tunnel module: outer headers off and on again, ICMP errors read, made and passed on, payload under ESP, IKE before there is a binding.
/// First byte: bit 0, is the frame put right? Bits 1 and 2, which way; the others narrow the path.
/// </summary>
internal sealed class Tunnels : IFuzzTarget, ITunnelOutput
{
    private const int Headroom = 128;
    private readonly byte[] _buffer = new byte[Headroom + Mutator.Longest];
    private readonly byte[] _icmp = new byte[TunnelIcmp.MaximumSize];
    private readonly TunnelIcmp _errors = new(Lab.HomeAgent, Lab.HomeAgentIpv4);
    private readonly BindingTable _table = new();
    private readonly PreBindingPaths _paths = new(Lab.HomeAgent, Lab.HomePrefix.Contains, PreBindingLimits.Default);
    private readonly ReverseTunnel _reverse = new(Lab.HomeAgent, Lab.HomeAgentIpv4, new HomeAddresses(Lab.Alice, Lab.AliceIpv4));
    private int _sent;

    public Tunnels()
    {
        _table.Put(new HomeAddresses(Lab.Alice, Lab.AliceIpv4), Answer.TunnelBack(Lab.BehindNat), 1, DateTimeOffset.MaxValue);
        _reverse.Switch(_reverse.Home, new BidirectionalTunnel(Encapsulation.UdpIpv4, Lab.VisitedIpv4, Lab.HomeAgentIpv4, 40_000, Port.DsMip));
    }

    public IEnumerable<byte[]> Seeds => SeedPackets.All.SelectMany(frame => new byte[] { 1, 3, 5, 7, 0x81 }.Select(control => (byte[])[control, .. frame]));

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(SeedPackets.All);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var control = reader.Byte();
        var length = reader.Rest.Length;
        reader.Rest.CopyTo(_buffer.AsSpan(Headroom));
        var frame = _buffer.AsSpan(Headroom, length);
        if ((control & 1) != 0) Repair.Packet(frame);
        var way = Lab.Ways[control >> 1 & 3];
        Errors(frame);
        KeyExchange(frame, way);
        Protected(frame.ToArray(), way);
        Back(frame.ToArray(), way);
        Out(frame.ToArray(), way, 60 + 8 * (control >> 3));
        Decapsulator.TryDecapsulate(frame.ToArray(), Lab.Alice, out _, out _, out _);
        In(_buffer, length);
    }

    void ITunnelOutput.Send(ReadOnlySpan<byte> frame) => _sent += frame.Length;

    public void Dispose()
    {
        // It holds nothing.
    }

    private void In(Span<byte> buffer, int length)
    {
        if (!Decapsulator.TryDecapsulate(buffer.Slice(Headroom, length), out var ingress, out var inner, out _)) return;
        var (start, size) = inner.GetOffsetAndLength(length);
        var packet = buffer.Slice(Headroom + start, size);
        _table.TryCheckUplink(ingress, packet, Lab.Now, out _);
        _reverse.TryCheckDownlink(ingress, packet, out _);
        if (ingress.Encapsulation == Encapsulation.Native) return;
        TunnelTransmission.Send(buffer, Headroom + start, size, Answer.TunnelBack(ingress), new TunnelEntry(0, true), this);
    }

    private void Errors(ReadOnlySpan<byte> frame)
    {
        if (TunnelError.TryRead(frame, out var error, out _))
        {
            error.IsAbout(frame, _table, Lab.Now);
            error.IsAbout(frame, _reverse);
            _errors.TryRelay(frame, error, _icmp, out _, out _);
        }
        ProtectedPayloadError.TryRead(frame, out _);
        _errors.TryPacketTooBig(frame, 1280, _icmp, out _, out _);
        _errors.TryTimeExceeded(frame, _icmp, out _, out _);
        if (_errors.TryUnreachable(frame, _icmp, out var length, out _)) Require.That(length <= TunnelIcmp.MaximumSize, "an error is short");
    }

    private void KeyExchange(ReadOnlySpan<byte> packet, in Ingress way)
    {
        _paths.Admit(packet, way, Lab.Now);
        _paths.TryFindWayBack(packet, isBound: false, Lab.Now, out _);
        _paths.CameByBinding(packet);
    }

    private static void Protected(ReadOnlySpan<byte> frame, in Ingress way)
    {
        NatTraversal.TryRead(frame, out _, out _);
        ProtectedPayload.TryReadSpi(frame, out _, out _);
        var buffer = Buffer(frame);
        ProtectedPayload.TryFromCareOf(buffer, Headroom, frame.Length, Lab.Alice, Lab.HomeAgent, out _, out _, out _);
        buffer = Buffer(frame);
        if (way.Encapsulation != Encapsulation.Native)
            ProtectedPayload.TryToCareOf(buffer, Headroom, frame.Length, Answer.TunnelBack(way), 4500, way.RemotePort, 0, out _, out _, out _);
    }

    private static void Back(ReadOnlySpan<byte> packet, in Ingress way)
    {
        Answer.TryReverse(Buffer(packet), Headroom, packet.Length, way, out _, out _, out _);
        Answer.TryReverse(Buffer(packet), Headroom, packet.Length, way with { HomeAddressOption = true }, out _, out _, out _, allowClear: true);
    }

    private void Out(ReadOnlySpan<byte> packet, in Ingress way, int pathMtu)
    {
        if (way.Encapsulation != Encapsulation.Native)
            TunnelTransmission.Send(Buffer(packet), Headroom, packet.Length, Answer.TunnelBack(way), new TunnelEntry(pathMtu, true), this);
    }

    private static byte[] Buffer(ReadOnlySpan<byte> packet)
    {
        var buffer = new byte[Headroom + packet.Length];
        packet.CopyTo(buffer.AsSpan(Headroom));
        return buffer;
    }
}
