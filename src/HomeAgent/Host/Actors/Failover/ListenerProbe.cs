using System.Net.Sockets;
using Akka.Actor;

namespace DsMip.HomeAgent.Actors.Failover;

/// <summary>Does anybody listen there? A killed process's machine answers at once that nobody does; a partition answers with silence.</summary>
internal static class ListenerProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <returns>True only if the machine said that nobody listens.</returns>
    public static async Task<bool> IsRefusedAsync(Address address)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host.Trim('[', ']'), address.Port!.Value, patience.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
