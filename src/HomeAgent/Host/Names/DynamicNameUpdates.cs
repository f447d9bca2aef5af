using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using DsMip.HomeAgent.Core.Names;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Names;

/// <summary>
/// Dynamic updates (RFC 2136) under TSIG (RFC 8945), in UDP, one try: the mobile node asks again. What the server answers counts only under the key, too.
/// </summary>
public sealed partial class DynamicNameUpdates : INameUpdates, IDisposable
{
    /// <summary>At a time, each with a socket. More than that only if the server does not answer.</summary>
    private const int Most = 256;

    private static readonly TimeSpan Fudge = TimeSpan.FromMinutes(5);

    private readonly NameUpdateOptions _options;
    private readonly HomeAgentMetrics _metrics;
    private readonly ILogger _log;
    private readonly IClientTransport _transport;
    private readonly DnsClient _client;
    private readonly SemaphoreSlim _free = new(Most, Most);
    private readonly DomainName _zone;
    private readonly DomainName _keyName;
    private volatile bool _isFailing;

    public DynamicNameUpdates(NameUpdateOptions options, HomeAgentMetrics metrics, ILogger<DynamicNameUpdates> log)
    {
        (_options, _metrics, _log) = (options, metrics, log);
        _transport = new UdpClientTransport(options.Port);
        _client = new DnsClient([IPAddress.Parse(options.Server.ToString())], [_transport], disposeTransport: false, (int)options.Timeout.TotalMilliseconds);
        (_zone, _keyName) = (DomainName.Parse(options.Zone), DomainName.Parse(options.KeyName));
    }

    public async Task<DnsUpdateStatus> UpdateAsync(NameUpdate update)
    {
        var status = DnsUpdateStatus.ReasonUnspecified;
        if (_free.Wait(0))
        {
            try
            {
                status = await SendAsync(update).ConfigureAwait(false);
            }
            finally
            {
                _free.Release();
            }
        }
        _metrics.NameUpdated(status);
        return status;
    }

    public void Dispose() => _transport.Dispose();

    private async Task<DnsUpdateStatus> SendAsync(NameUpdate update)
    {
        using var patience = new CancellationTokenSource(_options.Timeout);
        try
        {
            return Judge(update, await _client.SendUpdateAsync(Message(update), patience.Token).WaitAsync(patience.Token).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Whatever the library throws: the mobile node is told that it failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(update, e is OperationCanceledException ? null : e.Message);
        }
    }

    private DnsUpdateStatus Judge(NameUpdate update, DnsUpdateMessage? answer)
    {
        if (answer is null) return Failed(update, null);
        if (answer.ReturnCode != ReturnCode.NoError) return Failed(update, $"{answer.ReturnCode}{Tsig(answer)}");
        if (answer.TSigOptions?.ValidationResult != ReturnCode.NoError) return Failed(update, "the answer is not under our key");
        if (_isFailing) Recovers(_log, _options.Server);
        _isFailing = false;
        return DnsUpdateStatus.Performed;
    }

    private static string Tsig(DnsUpdateMessage answer) => answer.TSigOptions is { Error: not ReturnCode.NoError } tsig ? $", {tsig.Error}" : "";

    /// <summary>RFC 2136 2.5: without flag R the home address takes the place of all others, with it only the home address goes.</summary>
    private DnsUpdateMessage Message(NameUpdate update)
    {
        var message = new DnsUpdateMessage
        {
            ZoneName = _zone,
            TSigOptions = new TSigRecord(_keyName, AlgorithmOf(_options.Algorithm), DateTime.UtcNow, Fudge, 0, ReturnCode.NoError, null, _options.Key.AsSpan().ToArray()),
        };
        var name = DomainName.Parse(update.Name);
        var record = new AaaaRecord(name, update.Remove ? 0 : _options.TimeToLive, IPAddress.Parse(update.HomeAddress.ToString()));
        if (update.Remove)
        {
            message.Updates.Add(new DeleteRecordUpdate(record));
            return message;
        }
        message.Updates.Add(new DeleteAllRecordsUpdate(name, RecordType.Aaaa));
        message.Updates.Add(new AddRecordUpdate(record));
        return message;
    }

    private static TSigAlgorithm AlgorithmOf(TsigAlgorithm algorithm) => algorithm switch
    {
        TsigAlgorithm.HmacSha384 => TSigAlgorithm.Sha384,
        TsigAlgorithm.HmacSha512 => TSigAlgorithm.Sha512,
        _ => TSigAlgorithm.Sha256,
    };

    private DnsUpdateStatus Failed(NameUpdate update, string? why)
    {
        // A line a mobile node would be a flood when the server is away.
        if (!_isFailing) Fails(_log, _options.Server, update.Name, why ?? $"no answer within {_options.Timeout:c}");
        _isFailing = true;
        return DnsUpdateStatus.UpdateFailed;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the DNS server {Server} did not update {Name}: {Reason}; further failures are counted only")]
    private static partial void Fails(ILogger log, DsMip.Wire.IpAddress server, string name, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "the DNS server {Server} updates names again")]
    private static partial void Recovers(ILogger log, DsMip.Wire.IpAddress server);
}
