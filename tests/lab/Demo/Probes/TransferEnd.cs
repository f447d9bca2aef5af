using System.Diagnostics;
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
    private const int ReportMilliseconds = 100;

    private readonly IncrementalHash _sentHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _receivedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _local = $"{socket.LocalEndPoint}";
    private readonly string _remote = $"{socket.RemoteEndPoint}";
    private volatile string? _failure;
    private volatile bool _stop;
    private volatile bool _over;
    private long _sent;
    private long _received;

    /// <summary>The correspondent: takes exactly one connection and sends until the peer has finished.</summary>
    public static int Serve(IPEndPoint at)
    {
        using var listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(at);
        listener.Listen(1);
        Console.WriteLine("listening");
        using var socket = listener.Accept();
        listener.Close();
        return new TransferEnd(socket, 2 * (ulong)at.Port).Run(stopWhenPeerDoes: true);
    }

    /// <summary>The mobile node: connects from its home address and sends until a line comes on standard input.</summary>
    public static int Connect(IPAddress from, IPEndPoint to)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        socket.Connect(to);
        return new TransferEnd(socket, (2 * (ulong)to.Port) + 1).Run(stopWhenPeerDoes: false);
    }

    /// <summary>Blocking calls on a thread each: on a machine of one slow processor asynchronous ones are the greater part of the load.</summary>
    private int Run(bool stopWhenPeerDoes)
    {
        var receiving = new Thread(Receive);
        receiving.Start();
        var reporting = new Thread(Report);
        reporting.Start();
        if (!stopWhenPeerDoes)
        {
            new Thread(() => { Console.In.ReadLine(); _stop = true; }) { IsBackground = true }.Start();
        }

        Send(() => stopWhenPeerDoes ? !receiving.IsAlive : _stop);
        receiving.Join();
        _over = true;
        reporting.Join();
        Print(Now() with
        {
            SentSha256 = Convert.ToHexStringLower(_sentHash.GetHashAndReset()),
            ReceivedSha256 = Convert.ToHexStringLower(_receivedHash.GetHashAndReset()),
            Failure = _failure,
        });
        return _failure is null ? 0 : 1;
    }

    private void Send(Func<bool> stops)
    {
        var chunk = new byte[ChunkBytes];
        var stream = new PseudoRandomStream(seed);
        var clock = Stopwatch.StartNew();
        try
        {
            for (long tick = 1; !stops(); tick++)
            {
                stream.Fill(chunk);
                _sentHash.AppendData(chunk);
                for (var done = 0; done < chunk.Length;)
                {
                    done += socket.Send(chunk.AsSpan(done), SocketFlags.None);
                }

                Interlocked.Add(ref _sent, chunk.Length);
                var early = (tick * ChunkMilliseconds) - clock.ElapsedMilliseconds;
                if (early > 0)
                {
                    Thread.Sleep((int)early);
                }
                else
                {
                    tick -= early / ChunkMilliseconds; // what a pause of the connection kept back is not made up for
                }
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException e)
        {
            _failure ??= e.Message;
        }
    }

    private void Receive()
    {
        var buffer = new byte[65536];
        try
        {
            while (socket.Receive(buffer) is var length and > 0)
            {
                _receivedHash.AppendData(buffer, 0, length);
                Interlocked.Add(ref _received, length);
            }
        }
        catch (SocketException e)
        {
            _failure ??= e.Message;
        }
    }

    private void Report()
    {
        do
        {
            Print(Now());
            Thread.Sleep(ReportMilliseconds);
        }
        while (!_over);
    }

    private TransferReport Now() => new(LabClock.Now, _local, _remote, Interlocked.Read(ref _sent), Interlocked.Read(ref _received));

    private static void Print(TransferReport report) => Console.WriteLine(JsonSerializer.Serialize(report));
}
