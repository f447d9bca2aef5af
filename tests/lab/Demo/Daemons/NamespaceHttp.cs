using System.Net.Sockets;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>An HTTP client whose connections are made inside a namespace, to reach what listens on its loopback.</summary>
public static class NamespaceHttp
{
    public static HttpClient To(NetworkNamespace space, string address)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = space.Enter(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(20) };
    }
}
