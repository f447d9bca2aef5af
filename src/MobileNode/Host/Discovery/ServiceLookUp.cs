using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Discovery;

/// <summary>SRV records, which the resolver of the system does not give out.</summary>
/// <param name="servers">DNS servers, asked each time: another network has others.</param>
/// <param name="port">53, but in tests.</param>
internal sealed class ServiceLookUp(Func<IEnumerable<IPAddress>> servers, int port)
{
    private const int DnsPort = 53;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Of the servers in /etc/resolv.conf.</summary>
    public static ServiceLookUp OfSystem() => new(DnsClient.GetLocalConfiguredDnsServers, DnsPort);

    /// <exception cref="SocketException">No server has answered, or it says that it cannot.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<ImmutableArray<ServiceRecord>> FindAsync(string name, CancellationToken stop)
    {
        // Long answers come by TCP.
        var client = new DnsClient(servers(), [new UdpClientTransport(port), new TcpClientTransport(port)], disposeTransport: true, (int)Patience.TotalMilliseconds);
        using (client)
        {
            var answer = await client.ResolveAsync(DomainName.Parse(name), RecordType.Srv, token: stop).ConfigureAwait(false);
            if (answer is not { ReturnCode: ReturnCode.NoError or ReturnCode.NxDomain }) throw new SocketException((int)SocketError.TryAgain);
            return [.. answer.AnswerRecords.OfType<SrvRecord>().Select(record => new ServiceRecord(record.Priority, record.Weight, HostName(record.Target)))];
        }
    }

    // What is none of a host is none at all.
    private static string HostName(DomainName target) => DnsName.TryRead(target.ToString(), out var name) ? name : "";
}
