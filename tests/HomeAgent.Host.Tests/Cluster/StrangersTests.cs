using System.Net.Security;
using System.Net.Sockets;
using DsMip.HomeAgent.Host.Tests.Fixtures;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>Akka's remoting would end the whole actor system for one failed handshake: whoever can connect could end a member.</summary>
[Collection(NetworkCollection.Name)]
public sealed class StrangersTests
{
    [Fact]
    public async Task Garbage_and_connections_in_the_clear_cost_nobody_its_membership()
    {
        using var nodes = new ControlNodes();
        nodes[0].Start();
        await nodes[0].ReadyAsync();
        using var observer = new Observer(nodes);
        await observer.UntilAsync(all => all.Control.Count == 1, "the observer is let in");

        byte[] garbage = [.. Enumerable.Range(0, 4096).Select(number => (byte)(number * 37))];
        // The length of a frame and an Akka PDU, as a peer without TLS begins.
        byte[] plaintext = [0, 0, 0, 4, 0x0A, 0x02, 0x08, 0x01];
        foreach (var bytes in new[] { garbage, plaintext, [0x16, 0x03, 0x01, 0x00, 0x05, 1, 2, 3, 4, 5], [] }) await ThrowAsync(nodes[0].Host, bytes);
        await HandshakeWithoutCertificateAsync(nodes[0].Host);

        // What ends a member does so within this time.
        for (var second = 0; second < 5; second++)
        {
            await Task.Delay(1000);
            Assert.Null(await nodes[0].WaitsForAsync());
        }
        Assert.Equal([nodes[0].Host], observer.Control);
        await observer.AllAnswerAsync();
        Assert.DoesNotContain("no longer a member", nodes[0].Log, StringComparison.Ordinal);
        Assert.Equal(0, nodes[0].Terminate());
    }

    /// <summary>Where another member should be, somebody answers with garbage: it is our handshake that fails.</summary>
    [Fact]
    public async Task A_seed_that_speaks_no_TLS_costs_nobody_its_membership()
    {
        using var nodes = new ControlNodes();
        using var impostor = new TcpListener(System.Net.IPAddress.Parse(nodes[1].Host), ControlNode.Port);
        impostor.Start();
        var answered = 0;
        var answering = AnswerWithGarbageAsync(impostor, () => Interlocked.Increment(ref answered));

        nodes[0].Start();
        await nodes[0].ReadyAsync();
        await Eventually.Is(() => Task.FromResult(Volatile.Read(ref answered) > 0));
        await Task.Delay(3000);

        Assert.Null(await nodes[0].WaitsForAsync());
        Assert.DoesNotContain("no longer a member", nodes[0].Log, StringComparison.Ordinal);
        Assert.Equal(0, nodes[0].Terminate());
        impostor.Stop();
        await answering;
    }

    private static async Task AnswerWithGarbageAsync(TcpListener listener, Action answered)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
                answered();
                await Task.WhenAny(client.GetStream().ReadAsync(new byte[1024]).AsTask(), Task.Delay(500));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The listener was stopped, or the member has hung up.
        }
    }

    private static async Task ThrowAsync(string host, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, ControlNode.Port);
        await client.GetStream().WriteAsync(bytes);
        // It is refused, or the stranger hangs up.
        await Task.WhenAny(client.GetStream().ReadAsync(new byte[64]).AsTask(), Task.Delay(500));
    }

    private static async Task HandshakeWithoutCertificateAsync(string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host, ControlNode.Port);
        using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(host);
            await Task.WhenAny(tls.ReadAsync(new byte[64]).AsTask(), Task.Delay(500));
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // As it should be.
        }
    }
}
