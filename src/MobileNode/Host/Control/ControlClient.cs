using System.Net.Sockets;
using System.Text.Json;

namespace DsMip.MobileNode.Control;

/// <summary>The other end of <see cref="ControlServer"/>.</summary>
public static class ControlClient
{
    private const int Patience = 5000;

    /// <exception cref="IOException">Nobody answers, or not in our language.</exception>
    public static StatusReport Ask(string path)
    {
        try
        {
            using var socket = Connect(path);
            socket.ReceiveTimeout = Patience;
            using var stream = new NetworkStream(socket);
            return JsonSerializer.Deserialize(stream, StatusJson.Default.StatusReport) ?? throw new JsonException("null");
        }
        catch (SocketException e)
        {
            throw new IOException($"no mobile node answers at {path}: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new IOException($"the answer from {path} is not a status: {e.Message}", e);
        }
    }

    public static bool IsAnswered(string path)
    {
        try
        {
            using var socket = Connect(path);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
