using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DsMip.Lab.Topology;
using DsMip.Wire;

namespace DsMip.Lab.Tests.Bootstrapping;

/// <summary>
/// As much of an IKEv2 initiator as it takes to ask for configuration attributes (RFC 7296 3.15) that no charon asks for: one suite, a shared secret, no children
/// (RFC 6023), no retransmission.
/// </summary>
internal sealed class AskingClient(NetworkNamespace space, Ipv6Address homeAgent) : IDisposable
{
    private const byte Sa = 33, Ke = 34, IdI = 35, Auth = 39, Nonce = 40, Notify = 41, Encrypted = 46, Configuration = 47;
    private const byte SaInit = 34, IkeAuth = 35, Initiator = 0x08, Fqdn = 2, SharedKey = 2;
    private const int HeaderLength = 28, PayloadHeader = 4, Marker = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket = space.Enter(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp));
    private readonly byte[] _spis = [.. RandomNumberGenerator.GetBytes(8), 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Attributes of the CFG_REPLY by type, and notifications by type, of one IKE_AUTH exchange.</summary>
    /// <param name="asked">Types of attributes, each without a value.</param>
    public async Task<(Dictionary<int, byte[]> Attributes, IReadOnlyList<int> Notifications)> AskAsync(string identity, string secret, params ushort[] asked)
    {
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(homeAgent.ToString()), 4500));
        using var exchange = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        var own = exchange.ExportParameters(false).Q;
        var nonce = RandomNumberGenerator.GetBytes(32);
        var first = Message(SaInit, 0, Sa, [.. Payload(Ke, Proposal), .. Payload(Nonce, [0, 20, 0, 0, .. own.X!, .. own.Y!]), .. Payload(0, nonce)]);
        var answer = Read(await ExchangeAsync(first), HeaderLength);
        var theirs = answer[Ke].Single();
        using var peer = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP384, Q = new ECPoint { X = theirs[4..52], Y = theirs[52..100] },
        });
        var nonceR = answer[Nonce].Single();
        var keys = new AskingKeys(exchange.DeriveRawSecretAgreement(peer.PublicKey), nonce, nonceR, _spis);
        byte[] body = [Fqdn, 0, 0, 0, .. Encoding.ASCII.GetBytes(identity)];
        byte[] proof = [SharedKey, 0, 0, 0, .. keys.Authenticate(Encoding.ASCII.GetBytes(secret), first, nonceR, body)];
        byte[] request = [1, 0, 0, 0, .. asked.SelectMany(type => new byte[] { (byte)(type >> 8), (byte)type, 0, 0 })];
        byte[] payloads = [.. Payload(Auth, body), .. Payload(Configuration, proof), .. Payload(0, request)];
        return Understood(Opened(keys, await ExchangeAsync(Sealed(keys, payloads))));
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>AES-GCM with 16 octets of ICV and 256 bits, PRF_HMAC_SHA2_384, group 20.</summary>
    private static byte[] Proposal => [0, 0, 0, 36, 1, 1, 0, 3, 3, 0, 0, 12, 1, 0, 0, 20, 0x80, 14, 1, 0, 3, 0, 0, 8, 2, 0, 0, 6, 0, 0, 0, 8, 4, 0, 0, 20];

    private byte[] Sealed(AskingKeys keys, byte[] payloads)
    {
        var length = PayloadHeader + AskingKeys.SealedLength(payloads.Length);
        byte[] header = [.. Header(IkeAuth, 1, Encrypted, HeaderLength + length), IdI, 0, (byte)(length >> 8), (byte)length];
        return [.. header, .. keys.Seal(header, payloads)];
    }

    private static Dictionary<int, List<byte[]>> Opened(AskingKeys keys, byte[] message)
    {
        const int associated = HeaderLength + PayloadHeader;
        return Read(keys.Open(message[..associated], message[associated..]), 0, message[HeaderLength]);
    }

    private static (Dictionary<int, byte[]>, IReadOnlyList<int>) Understood(Dictionary<int, List<byte[]>> payloads)
    {
        var attributes = new Dictionary<int, byte[]>();
        foreach (var reply in payloads.GetValueOrDefault(Configuration, []))
        {
            for (var at = 4; at < reply.Length; at += 4 + Uint16(reply, at + 2)) attributes[Uint16(reply, at)] = reply.AsSpan(at + 4, Uint16(reply, at + 2)).ToArray();
        }
        return (attributes, [.. payloads.GetValueOrDefault(Notify, []).Select(notification => (int)Uint16(notification, 2))]);
    }

    private async Task<byte[]> ExchangeAsync(byte[] message)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _socket.SendAsync(new byte[Marker].Concat(message).ToArray(), SocketFlags.None, patience.Token);
        var buffer = new byte[4096];
        var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, patience.Token);
        buffer.AsSpan(Marker + 8, 8).CopyTo(_spis.AsSpan(8));
        return buffer[Marker..length];
    }

    private byte[] Message(byte exchange, uint number, byte first, byte[] payloads) => [.. Header(exchange, number, first, HeaderLength + payloads.Length), .. payloads];

    private byte[] Header(byte exchange, uint number, byte first, int length)
    {
        byte[] header = [.. _spis, first, 0x20, exchange, Initiator, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(20), number);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(24), length);
        return header;
    }

    private static byte[] Payload(byte next, byte[] body) => [next, 0, (byte)((body.Length + PayloadHeader) >> 8), (byte)(body.Length + PayloadHeader), .. body];

    private static Dictionary<int, List<byte[]>> Read(byte[] message, int at, int? first = null)
    {
        var payloads = new Dictionary<int, List<byte[]>>();
        var next = first ?? message[16];
        while (next != 0)
        {
            var length = Uint16(message, at + 2);
            if (!payloads.TryGetValue(next, out var same)) payloads[next] = same = [];
            same.Add(message[(at + PayloadHeader)..(at + length)]);
            (next, at) = (message[at], at + length);
        }
        return payloads;
    }

    private static ushort Uint16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
}
