using System.Net.Sockets;
using System.Text.Json;
using DsMip.Configuration;
using DsMip.Linux;

namespace DsMip.MobileNode.Control;

/// <summary>A Unix domain socket: who connects gets the status as one JSON object, and the end of the stream.</summary>
public sealed class ControlServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Socket _listener;
    private readonly string _path;

    private ControlServer(Socket listener, string path)
    {
        _listener = listener;
        _path = path;
    }

    /// <summary>Takes the place of a socket that a crash left behind.</summary>
    /// <exception cref="ConfigurationException">The path cannot be used, or another mobile node listens there.</exception>
    public static ControlServer Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (ControlClient.IsAnswered(path)) throw new ConfigurationException("ControlSocket", $"another mobile node answers at {path}");
            if (File.Exists(path) && !IsSocket(path)) throw new ConfigurationException("ControlSocket", $"{path} exists and is no socket");
            File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            listener.Listen();
            return new ControlServer(listener, path);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new ConfigurationException("ControlSocket", $"{path}: {e.Message}");
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Answers one connection after the other until cancelled.</summary>
    public async Task RunAsync(Func<CancellationToken, Task<StatusReport>> status, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var connection = await _listener.AcceptAsync(stop).ConfigureAwait(false);
                await AnswerAsync(connection, status, stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // A client that went away or does not read hurts nobody but itself. The pause is for errors that stay, such as EMFILE.
                await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
    }

    // A socket is the one thing that cannot be opened for being what it is.
    private static bool IsSocket(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return false;
        }
        catch (IOException e)
        {
            return e.HResult == (int)Errno.ENXIO;
        }
    }

    private static async Task AnswerAsync(Socket connection, Func<CancellationToken, Task<StatusReport>> status, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        var report = await status(limit.Token).ConfigureAwait(false);
        var stream = new NetworkStream(connection);
        await using (stream.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(stream, report, StatusJson.Default.StatusReport, limit.Token).ConfigureAwait(false);
            connection.Shutdown(SocketShutdown.Send);
        }
    }
}
