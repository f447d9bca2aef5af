using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Cluster;

/// <summary>
/// A TCP relay in front of a server on the same machine that hands on what it gets after a time that can be changed while it runs. It stands in
/// for a slow network on kernels without netem. Order is kept, and nothing is held up for longer than the delay.
/// </summary>
public sealed class DelayingForwarder : IDisposable
{
    private const int BufferBytes = 65536;

    private readonly NetworkNamespace _space;
    private readonly IPEndPoint _server;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private long _delayTicks;

    private DelayingForwarder(NetworkNamespace space, IPEndPoint listen, IPEndPoint server)
    {
        (_space, _server) = (space, server);
        _listener = space.Enter(() =>
        {
            var listener = NewSocket();
            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(listen);
            listener.Listen(200);
            return listener;
        });
    }

    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    public static DelayingForwarder Start(NetworkNamespace space, string address, int port, int serverPort)
    {
        var host = IPAddress.Parse(address);
        var forwarder = new DelayingForwarder(space, new IPEndPoint(host, port), new IPEndPoint(host, serverPort));
        _ = forwarder.AcceptAsync();
        return forwarder;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private async Task AcceptAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptAsync(stop);
                _ = ServeAsync(client, stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        using var near = client;
        near.NoDelay = true;
        using var far = _space.Enter(NewSocket);
        try
        {
            await far.ConnectAsync(_server, stop);
            await Task.WhenAny(PumpAsync(near, far, stop), PumpAsync(far, near, stop));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Nobody listens: the client's connection ends, as it would without us.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken stop)
    {
        var line = Channel.CreateUnbounded<(long Due, byte[] Bytes)>();
        var sending = SendAsync(line.Reader, to, stop);
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, stop) is var length and > 0)
            {
                line.Writer.TryWrite((Stopwatch.GetTimestamp() + (Delay.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond), buffer[..length]));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The same as the end of the stream.
        }

        line.Writer.Complete();
        await sending;
    }

    private static async Task SendAsync(ChannelReader<(long Due, byte[] Bytes)> line, Socket to, CancellationToken stop)
    {
        try
        {
            await foreach (var (due, bytes) in line.ReadAllAsync(stop))
            {
                var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (early > TimeSpan.FromMilliseconds(1))
                {
                    await Task.Delay(early, stop);
                }

                for (var sent = 0; sent < bytes.Length;)
                {
                    sent += await to.SendAsync(bytes.AsMemory(sent), SocketFlags.None, stop);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The receiver is gone; so is what was meant for it.
        }
    }
}
