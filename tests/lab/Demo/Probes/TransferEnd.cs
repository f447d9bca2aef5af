using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace DsMip.Lab.Probes;

/// <summary>
/// One end of the checksummed transfer: sends a pseudo-random stream at a fixed rate over one TCP connection until told to stop,
/// receives the other end's, and says the SHA-256 of both. Runs as a process inside a namespace.
/// </summary>
internal sealed class TransferEnd(Socket socket, ulong seed)
{
    private const int ChunkBytes = 4096;
    private const int ChunkMilliseconds = 20;

    private readonly IncrementalHash _sentHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _receivedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _local = $"{socket.LocalEndPoint}";
    private readonly string _remote = $"{socket.RemoteEndPoint}";
    private long _sent;
    private long _received;

    /// <summary>The correspondent: takes exactly one connection and sends until the peer has finished.</summary>
    public static async Task<int> ServeAsync(IPEndPoint at)
    {
        using var listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(at);
        listener.Listen(1);
        Console.WriteLine("listening");
        using var socket = await listener.AcceptAsync();
        listener.Close();
        return await new TransferEnd(socket, 2 * (ulong)at.Port).RunAsync(stopWhenPeerDoes: true);
    }

    /// <summary>The mobile node: connects from its home address and sends until a line comes on standard input.</summary>
    public static async Task<int> ConnectAsync(IPAddress from, IPEndPoint to)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(to);
        return await new TransferEnd(socket, (2 * (ulong)to.Port) + 1).RunAsync(stopWhenPeerDoes: false);
    }

    private async Task<int> RunAsync(bool stopWhenPeerDoes)
    {
        using var stop = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        var receiving = ReceiveAsync();
        var stopping = stopWhenPeerDoes ? receiving : Task.Run(Console.In.ReadLine); // the console's own ReadLineAsync would block
        var reporting = ReportAsync(over.Token);
        _ = stopping.ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);
        string? failure = null;
        try
        {
            await SendAsync(stop.Token);
            await receiving;
        }
        catch (SocketException e)
        {
            failure = e.Message;
        }

        await over.CancelAsync();
        await reporting;
        Print(Now() with
        {
            SentSha256 = Convert.ToHexStringLower(_sentHash.GetHashAndReset()),
            ReceivedSha256 = Convert.ToHexStringLower(_receivedHash.GetHashAndReset()),
            Failure = failure,
        });
        return failure is null ? 0 : 1;
    }

    private async Task SendAsync(CancellationToken stop)
    {
        var chunk = new byte[ChunkBytes];
        var stream = new PseudoRandomStream(seed);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(ChunkMilliseconds));
        while (!stop.IsCancellationRequested)
        {
            stream.Fill(chunk);
            _sentHash.AppendData(chunk);
            for (var done = 0; done < chunk.Length;)
            {
                done += await socket.SendAsync(chunk.AsMemory(done), SocketFlags.None, CancellationToken.None);
            }

            Interlocked.Add(ref _sent, chunk.Length);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private async Task<string?> ReceiveAsync()
    {
        var buffer = new byte[65536];
        while (await socket.ReceiveAsync(buffer, SocketFlags.None) is var length and > 0)
        {
            _receivedHash.AppendData(buffer, 0, length);
            Interlocked.Add(ref _received, length);
        }

        return null;
    }

    private async Task ReportAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            Print(Now());
        }
        while (!over.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private TransferReport Now() => new(LabClock.Now, _local, _remote, Interlocked.Read(ref _sent), Interlocked.Read(ref _received));

    private static void Print(TransferReport report) => Console.WriteLine(JsonSerializer.Serialize(report));
}
