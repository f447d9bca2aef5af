using System.Globalization;
using System.Net.Sockets;
using DsMip.Ike.Vici;

namespace DsMip.Ike;

/// <summary>
/// Keeps a charon supplied with our connections: loads them when it is there, again after each of its restarts, and says in one line what has
/// changed. Security associations that charon makes are seen in the kernel, not here.
/// </summary>
public sealed class CharonSession : IAsyncDisposable
{
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(10);

    private readonly string _socket;
    private readonly Action<IkeNotice> _notice;
    private readonly SemaphoreSlim _loading = new(1);
    private readonly CancellationTokenSource _stop = new();
    private volatile CharonContents _contents;
    private volatile ViciClient? _client;
    private string? _lastProblem;

    public CharonSession(string viciSocket, IReadOnlyList<IkeConnection> connections, Action<IkeNotice> notice)
        : this(viciSocket, new CharonContents(connections, []), notice)
    {
    }

    public CharonSession(string viciSocket, CharonContents contents, Action<IkeNotice> notice)
    {
        _socket = viciSocket;
        _contents = contents;
        _notice = notice;
    }

    /// <summary>An IKE SA of a connection of ours is there (true) or gone. By charon's reader: it must not wait for this session.</summary>
    public event Action<IkeSa, bool>? Changed;

    /// <summary>charon is there and has all our connections.</summary>
    public bool IsConnected => _client is not null;

    /// <summary>Until cancelled. Whatever is wrong with charon is said once and tried again.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
        while (!linked.IsCancellationRequested)
        {
            try
            {
                using var appearance = new SocketAppearance(_socket);
                if (!await TryOnceAsync(linked.Token).ConfigureAwait(false)) await appearance.WaitAsync(linked.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (linked.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>From now on charon is to have these; what is the same changes nothing. Without charon they are loaded when it is there.</summary>
    /// <exception cref="ViciException">charon does not take something.</exception>
    /// <exception cref="IOException">A file of a certificate cannot be read.</exception>
    public async Task ReplaceAsync(CharonContents contents, CancellationToken cancellation)
    {
        _contents = contents;
        if (_client is { } client) await LoadAsync(client, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks for the security associations of one child and waits until they are there or cannot be.</summary>
    /// <param name="child">Null: the IKE SA alone is asked for (RFC 6023).</param>
    /// <exception cref="ViciException">charon is not there.</exception>
    public async Task<InitiateResult> InitiateAsync(string connection, string? child, CancellationToken cancellation)
    {
        var message = new ViciSection { { "ike", connection } };
        if (child is not null) message.Add("child", child);
        var response = await AloneAsync("initiate", message, cancellation).ConfigureAwait(false);
        if (response.Text("success") == "yes") return new InitiateResult(true, null);
        if (child is null) return new InitiateResult(false, response.Text("errmsg"));
        // charon refuses a duplicate: a packet may have asked for the same in the meantime.
        var existing = await ListAsync(connection, cancellation).ConfigureAwait(false);
        return existing.Any(sa => sa.Children.Any(made => made.Name == child && made.State == ChildSa.Installed))
            ? new InitiateResult(true, null)
            : new InitiateResult(false, response.Text("errmsg"));
    }

    /// <summary>Ends all IKE SAs of a connection with what hangs on them; the other end is told.</summary>
    /// <exception cref="ViciException">charon is not there, or the other end did not answer.</exception>
    public async Task TerminateAsync(string connection, CancellationToken cancellation)
    {
        var response = await AloneAsync("terminate", new ViciSection { { "ike", connection } }, cancellation).ConfigureAwait(false);
        ViciClient.ThrowIfRefused("terminate", response);
    }

    /// <summary>Ends one IKE SA, whatever the other end does.</summary>
    /// <param name="uniqueId">As charon lists it.</param>
    /// <param name="patience">So long it may take to say that it knows. Above zero.</param>
    /// <exception cref="ViciException">charon is not there, does not do it, or has not answered in twice the time.</exception>
    public async Task TerminateIdAsync(string uniqueId, TimeSpan patience, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(patience * 2);
        var message = new ViciSection { { "ike-id", uniqueId }, { "force", "yes" }, { "timeout", patience.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) } };
        try
        {
            ViciClient.ThrowIfRefused("terminate", await AloneAsync("terminate", message, bounded.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ViciException($"charon has not ended IKE SA {uniqueId} in time", e);
        }
    }

    /// <summary>Replaces the keys of one child now, or of the IKE SA itself.</summary>
    /// <exception cref="ViciException">charon is not there, or there is nothing to replace.</exception>
    public async Task RekeyAsync(string connection, string? child, CancellationToken cancellation)
    {
        var message = new ViciSection { { "ike", connection } };
        if (child is not null) message.Add("child", child);
        ViciClient.ThrowIfRefused("rekey", await AloneAsync("rekey", message, cancellation).ConfigureAwait(false));
    }

    /// <param name="connection">Null: all.</param>
    /// <exception cref="ViciException">charon is not there.</exception>
    public async Task<IReadOnlyList<IkeSa>> ListAsync(string? connection, CancellationToken cancellation)
    {
        var client = _client ?? throw Absent();
        var message = new ViciSection();
        if (connection is not null) message.Add("ike", connection);
        var answers = await client.StreamAsync("list-sas", "list-sa", message, cancellation).ConfigureAwait(false);
        return [.. answers.SelectMany(IkeSa.Read)];
    }

    /// <summary>
    /// Ends our IKE SAs, tells the other end, and takes our connections and secrets from charon; what it does not do in this time stays. After
    /// <see cref="RunAsync"/>.
    /// </summary>
    public async Task WithdrawAsync(TimeSpan patience)
    {
        using var cancel = new CancellationTokenSource(patience);
        try
        {
            await using var client = await ViciClient.ConnectAsync(_socket, null, cancel.Token).ConfigureAwait(false);
            await new CharonConfiguration(client, _contents).UnloadAsync(cancel.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ViciException or IOException or ArgumentException or OperationCanceledException)
        {
            // No charon, or the other end does not answer.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_client is { } client) await client.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _loading.Dispose();
    }

    /// <summary>False: charon is not there. True: it was, for some time.</summary>
    private async Task<bool> TryOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await using var client = await ViciClient.ConnectAsync(_socket, OnEvent, cancellation).ConfigureAwait(false);
            await ServeAsync(client, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (SocketException e)
        {
            Problem(Describe(e));
            return false;
        }
        catch (Exception e) when (e is ViciException or IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            Problem($"{e.Message}; tried again every {AfterRefusal.TotalSeconds:0} s");
            await Task.Delay(AfterRefusal, cancellation).ConfigureAwait(false);
            return true;
        }
    }

    private async Task ServeAsync(ViciClient client, CancellationToken cancellation)
    {
        await client.SubscribeAsync("ike-updown", cancellation).ConfigureAwait(false);
        await LoadAsync(client, cancellation).ConfigureAwait(false);
        _client = client;
        _lastProblem = null;
        _notice(new IkeNotice(false, $"charon at {_socket} has {_contents.Connections.Count.ToString(CultureInfo.InvariantCulture)} connections of ours"));
        try
        {
            await client.Ended.WaitAsync(cancellation).ConfigureAwait(false);
            Problem($"charon at {_socket} has gone; the keys it made stay until they expire. Its connections are loaded again when it is back");
        }
        finally
        {
            _client = null;
        }
    }

    /// <summary>One after the other, and what is wanted last is loaded last.</summary>
    private async Task LoadAsync(ViciClient client, CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await new CharonConfiguration(client, _contents).LoadAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>On a connection of its own: charon answers when it is done, and other commands would wait as long.</summary>
    private async Task<ViciSection> AloneAsync(string command, ViciSection message, CancellationToken cancellation)
    {
        if (!IsConnected) throw Absent();
        try
        {
            await using var client = await ViciClient.ConnectAsync(_socket, null, cancellation).ConfigureAwait(false);
            return await client.RequestAsync(command, message, cancellation).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new ViciException(Describe(e), e);
        }
    }

    private void OnEvent(string name, ViciSection message)
    {
        var isUp = message.Text("up") == "yes";
        foreach (var sa in IkeSa.Read(message))
        {
            if (!sa.Connection.StartsWith(IkeConnection.NamePrefix, StringComparison.Ordinal)) continue;
            _notice(new IkeNotice(false, $"IKE SA {sa.Connection} with {sa.RemoteIdentity} is {(isUp ? "up" : "down")}"));
            Changed?.Invoke(sa, isUp);
        }
    }

    private void Problem(string text)
    {
        if (text == _lastProblem) return;
        _lastProblem = text;
        _notice(new IkeNotice(true, text));
    }

    private ViciException Absent() => new($"charon at {_socket} is not there, or has not taken our connections yet");

    private string Describe(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AccessDenied => $"charon's VICI socket {_socket}: permission denied; run as root, or in the group that charon runs in (charon.group)",
        SocketError.ConnectionRefused => $"charon's VICI socket {_socket} is there but nobody listens: start charon (systemctl start strongswan)",
        _ => $"charon's VICI socket {_socket} is missing: start charon (Debian: apt install charon-systemd; systemctl start strongswan), "
            + "or name its socket with Ike:ViciSocket",
    };
}
