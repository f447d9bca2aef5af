using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests;

/// <summary>The other end of a VICI socket: answers every packet as told, on every connection.</summary>
internal sealed class FakeCharon : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentBag<Socket> _clients = [];
    private readonly Func<ViciPacket, IEnumerable<ViciPacket>> _answer;

    public FakeCharon(string path, Func<ViciPacket, IEnumerable<ViciPacket>>? answer = null)
    {
        Path = path;
        _answer = answer ?? Agree;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public string Path { get; }

    /// <summary>All that was asked, in order.</summary>
    public ConcurrentQueue<ViciPacket> Received { get; } = new();

    public static string NewPath() => System.IO.Path.Combine(Directory.CreateTempSubdirectory("dsmip-vici").FullName, "charon.vici");

    public static ViciPacket Response(ViciSection message) => new(ViciPacketType.CommandResponse, "", message);

    public static IEnumerable<ViciPacket> Agree(ViciPacket packet) => packet.Type == ViciPacketType.CommandRequest
        ? [Response(new ViciSection { { "success", "yes" } })]
        : [new ViciPacket(ViciPacketType.EventConfirm, "", [])];

    public IEnumerable<ViciPacket> Commands(string name) =>
        Received.Where(packet => packet.Type == ViciPacketType.CommandRequest && packet.Name == name);

    /// <summary>As kill -9 does: the connections end, the file of the socket stays.</summary>
    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var client in _clients) client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Killed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        _clients.Add(client);
        using var stream = new NetworkStream(client);
        try
        {
            while (true)
            {
                var header = new byte[4];
                await stream.ReadExactlyAsync(header);
                var content = new byte[BinaryPrimitives.ReadUInt32BigEndian(header)];
                await stream.ReadExactlyAsync(content);
                Assert.True(ViciPacket.TryRead(content, out var packet));
                Received.Enqueue(packet);
                foreach (var answer in _answer(packet)) await stream.WriteAsync(answer.ToBytes());
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has gone, or we have been killed.
        }
    }
}
