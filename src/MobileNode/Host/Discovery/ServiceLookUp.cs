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
    private const string Settings = "/etc/resolv.conf";
    private const string Server = "nameserver";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Of the servers in /etc/resolv.conf.</summary>
    public static ServiceLookUp OfSystem() => new(() => ServersIn(File.Exists(Settings) ? File.ReadLines(Settings) : []), DnsPort);

    /// <summary>The library's own reader names public servers where there are none, and they are not to be asked for an operator's home agents.</summary>
    internal static IEnumerable<IPAddress> ServersIn(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [Server, var text, ..] && IPAddress.TryParse(text, out var address)) yield return address;
        }
    }

    /// <exception cref="SocketException">No server has answered, or it says that it cannot.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<ImmutableArray<ServiceRecord>> FindAsync(string name, CancellationToken stop)
    {
        if (servers().ToArray() is not { Length: > 0 } known) throw new SocketException((int)SocketError.TryAgain);
        // Long answers come by TCP.
        var client = new DnsClient(known, [new UdpClientTransport(port), new TcpClientTransport(port)], disposeTransport: true, (int)Patience.TotalMilliseconds);
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
