using System.Text.Json;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.HomeAgent.Bootstrapping;

/// <summary>The leases next to the journal: an address that is bound when the home agent ends is still taken when it begins again.</summary>
public sealed class LeaseFile(StoreOptions store)
{
    private readonly string _path = Path.ChangeExtension(new SqliteDatabase(store.ConnectionString).Path, "home-addresses");

    /// <exception cref="ConfigurationException">The file cannot be read. It is not ignored: its addresses may be bound.</exception>
    public HomeAddressLeases Load()
    {
        if (!File.Exists(_path)) return HomeAddressLeases.None;
        try
        {
            var rows = JsonSerializer.Deserialize<Row[]>(File.ReadAllBytes(_path)) ?? throw new JsonException("null");
            return new([.. rows.Select(row => new HomeAddressLease(row.Identity, Ipv6Address.Parse(row.Address), row.LastUsed))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new ConfigurationException("Store:ConnectionString", $"{_path} cannot be read ({e.Message.ReplaceLineEndings(" ")}); remove it only when no mobile node of it is bound");
        }
    }

    /// <summary>Durable when this returns.</summary>
    /// <exception cref="LinuxException">The disk does not take it; the former leases are still there.</exception>
    public void Save(HomeAddressLeases leases) => DurableFile.Replace(
        _path, JsonSerializer.SerializeToUtf8Bytes(leases.All.Select(lease => new Row(lease.Identity, lease.Address.ToString(), lease.LastUsed)).ToArray()));

    private sealed record Row(string Identity, string Address, DateTimeOffset LastUsed);
}
