using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.Fuzz.Frames;

/// <summary>Seals what no sender would: any bytes for payload, padding, pad length and next header.</summary>
internal sealed class SealedBody(SecurityAssociationParameters parameters, Ipv6Address source, Ipv6Address destination) : IDisposable
{
    private const byte HopLimit = 64;
    private readonly IEspTransform _transform = EspTransform.Create(parameters);
    private ulong _sequence;

    public static SecurityAssociationParameters Parameters(EspSuite suite, Spi spi)
    {
        var profile = EspSuiteProfile.Of(suite);
        return new SecurityAssociationParameters(spi, suite, Key(profile.EncryptionKeyLength, (int)spi.Value), Key(profile.IntegrityKeyLength, (int)spi.Value + 1));
    }

    /// <param name="body">Ends with pad length and next header. What alignment wants is put in front.</param>
    /// <returns>An IPv6 packet with the next sequence number.</returns>
    public byte[] Seal(ReadOnlySpan<byte> body)
    {
        var length = (Math.Max(body.Length, EspTrailer.Length) + parameters.Profile.Alignment - 1) / parameters.Profile.Alignment * parameters.Profile.Alignment;
        var packet = New(length, out var frame);
        body.CopyTo(frame.Body[(length - body.Length)..]);
        _transform.Seal(frame);
        return packet;
    }

    /// <inheritdoc cref="Seal(ReadOnlySpan{byte})"/>
    public byte[] Seal(ReadOnlySpan<byte> payload, byte nextHeader)
    {
        var packet = New(EspTrailer.BodyLength(payload.Length, parameters.Profile.Alignment), out var frame);
        payload.CopyTo(frame.Body);
        EspTrailer.Write(frame.Body, payload.Length, nextHeader);
        _transform.Seal(frame);
        return packet;
    }

    public void Dispose() => _transform.Dispose();

    private byte[] New(int body, out EspFrame frame)
    {
        var profile = parameters.Profile;
        var packet = new byte[Ipv6Header.Size + EspFrame.HeaderLength + profile.IvLength + body + profile.IcvLength];
        new Ipv6Header(0, 0, (ushort)(packet.Length - Ipv6Header.Size), IpProtocol.Esp, HopLimit, source, destination).Write(packet);
        frame = new EspFrame(packet, Ipv6Header.Size, body, ++_sequence, profile);
        frame.WriteHeader(parameters.Spi);
        return packet;
    }

    private static byte[] Key(int length, int salt) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 + salt))];
}
