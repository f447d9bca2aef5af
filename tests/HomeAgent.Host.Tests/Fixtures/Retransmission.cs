using System.Net;
using System.Net.Sockets;
using DsMip.HomeAgent.Actors;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>
/// What a mobile node does about a lost message. On a busy machine the first Binding Update after a start can wait longer than a home agent takes
/// it; the pause is longer than that, so that an unanswered one is certainly dropped.
/// </summary>
internal static class Retransmission
{
    public static readonly TimeSpan Pause = BindingCacheEntryActor.LongestWait + TimeSpan.FromSeconds(2);
    public const int Attempts = 6;

    public static BindingAcknowledgement Exchange(this MobileNode node, Socket socket, EndPoint homeAgent, BindingUpdate update)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            socket.SendTo(node.Seal(update), homeAgent);
            if (!socket.Poll(Pause, SelectMode.SelectRead)) continue;
            var buffer = new byte[2000];
            return node.Open(buffer[..socket.Receive(buffer)]);
        }
        throw new TimeoutException("no acknowledgement");
    }
}
