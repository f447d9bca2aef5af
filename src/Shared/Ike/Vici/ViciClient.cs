using System.Buffers.Binary;
using System.Net.Sockets;

namespace DsMip.Ike.Vici;

/// <summary>
/// One connection to charon's VICI socket. Commands are sent one at a time, in the order in which they are asked for; events come in between.
/// When the connection breaks, every call fails with <see cref="ViciException"/> and <see cref="Ended"/> completes; connect again then.
/// </summary>
public sealed class ViciClient : IAsyncDisposable
{
    private readonly NetworkStream _stream;

    // Not disposed of: who waits for his turn at the end is to get it, and to be told. It holds nothing but memory.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _turn = new(1);
#pragma warning restore CA2213

    private readonly Action<string, ViciSection>? _onEvent;
    private readonly Task _reading;
    private volatile TaskCompletionSource<ViciPacket>? _awaited;
    private volatile List<ViciSection>? _streamed;
    private volatile string? _streamedEvent;
    private volatile bool _isEnded;

    private ViciClient(Socket socket, Action<string, ViciSection>? onEvent)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _onEvent = onEvent;
        _reading = Task.Run(ReadAllAsync);
    }

    /// <summary>Completes, never faulted, when charon has closed the connection or has said what nobody can read.</summary>
    public Task Ended => _reading;

    /// <param name="onEvent">Gets the events asked for with <see cref="SubscribeAsync"/>, one by one. It must not wait for this client; what it throws is lost.</param>
    /// <exception cref="SocketException">There is no socket, or nobody listens to it.</exception>
    public static async Task<ViciClient> ConnectAsync(string path, Action<string, ViciSection>? onEvent, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new ViciClient(socket, onEvent);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="ViciException">charon does not know the command, or the connection is broken.</exception>
    public Task<ViciSection> RequestAsync(string command, ViciSection message, CancellationToken cancellation) =>
        InTurnAsync(() => CommandAsync(command, message, cancellation), cancellation);

    /// <summary>A command whose answer comes as events of this name, all before the response.</summary>
    /// <exception cref="ViciException">charon does not know the command or the event, it failed, or the connection is broken.</exception>
    public Task<IReadOnlyList<ViciSection>> StreamAsync(string command, string streamedEvent, ViciSection message, CancellationToken cancellation) =>
        InTurnAsync<IReadOnlyList<ViciSection>>(
            async () =>
            {
                var items = new List<ViciSection>();
                await RegisterAsync(ViciPacketType.EventRegister, streamedEvent, cancellation).ConfigureAwait(false);
                (_streamedEvent, _streamed) = (streamedEvent, items);
                try
                {
                    ThrowIfRefused(command, await CommandAsync(command, message, cancellation).ConfigureAwait(false));
                    return items;
                }
                finally
                {
                    (_streamedEvent, _streamed) = (null, null);
                    if (!_isEnded) await RegisterAsync(ViciPacketType.EventUnregister, streamedEvent, CancellationToken.None).ConfigureAwait(false);
                }
            },
            cancellation);

    /// <exception cref="ViciException">charon does not know the event, or the connection is broken.</exception>
    public Task SubscribeAsync(string eventName, CancellationToken cancellation) =>
        InTurnAsync(() => RegisterAsync(ViciPacketType.EventRegister, eventName, cancellation), cancellation);

    /// <exception cref="ViciException">The response says that it failed.</exception>
    public static void ThrowIfRefused(string command, ViciSection response)
    {
        if (response.Text("success") == "no") throw new ViciException($"charon refuses {command}: {response.Text("errmsg") ?? "it gives no reason"}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    private async Task<ViciSection> CommandAsync(string command, ViciSection message, CancellationToken cancellation)
    {
        var request = new ViciPacket(ViciPacketType.CommandRequest, command, message);
        var response = await ExchangeAsync(request, cancellation).ConfigureAwait(false);
        return response.Type == ViciPacketType.CommandResponse
            ? response.Message
            : throw new ViciException($"this charon has no command '{command}'");
    }

    private async Task<bool> RegisterAsync(ViciPacketType type, string eventName, CancellationToken cancellation)
    {
        var response = await ExchangeAsync(new ViciPacket(type, eventName, []), cancellation).ConfigureAwait(false);
        return response.Type == ViciPacketType.EventConfirm ? true : throw new ViciException($"this charon has no event '{eventName}'");
    }

    private async Task<ViciPacket> ExchangeAsync(ViciPacket request, CancellationToken cancellation)
    {
        var bytes = request.ToBytes();
        var awaited = new TaskCompletionSource<ViciPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = awaited;
        if (_isEnded) throw new ViciException("charon has closed its VICI connection");
        try
        {
            await _stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            return await awaited.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // A response that comes later would be taken for the next one's, as nothing tells them apart: the connection is of no use any more.
            _isEnded = true;
            await _stream.DisposeAsync().ConfigureAwait(false);
            throw e is OperationCanceledException ? e : new ViciException($"charon's VICI connection broke: {e.Message}", e);
        }
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await action().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReadAllAsync()
    {
        try
        {
            while (await ReadPacketAsync().ConfigureAwait(false) is { } packet) Deliver(packet);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The same as the end of the stream.
        }
        finally
        {
            _isEnded = true;
            _awaited?.TrySetException(new ViciException("charon has closed its VICI connection"));
        }
    }

    private async Task<ViciPacket?> ReadPacketAsync()
    {
        var header = new byte[sizeof(uint)];
        await _stream.ReadExactlyAsync(header).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length > ViciPacket.LongestContent) return null;
        var content = new byte[length];
        await _stream.ReadExactlyAsync(content).ConfigureAwait(false);
        return ViciPacket.TryRead(content, out var packet) ? packet : null;
    }

    private void Deliver(ViciPacket packet)
    {
        if (packet.Type != ViciPacketType.Event) _awaited?.TrySetResult(packet);
        else if (packet.Name == _streamedEvent) _streamed?.Add(packet.Message);
        else Tell(packet);
    }

    private void Tell(ViciPacket packet)
    {
        try
        {
            _onEvent?.Invoke(packet.Name, packet.Message);
        }
        catch (Exception)
        {
            // Requests under way are not the listener's affair.
        }
    }
}
