using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip bindings</c>.</summary>
internal static class BindingCommands
{
    public static Command Create() => new("bindings", "Bindings in force") { List(), Show(), Revoke(), SwitchCommands.Switch(), SwitchCommands.Keep(), SwitchCommands.Switching() };

    private static Command List()
    {
        var prefix = new Option<string?>("--prefix") { Description = "with a home address in this prefix" };
        var careOf = new Option<string?>("--care-of") { Description = "with this care-of address, or one in this prefix" };
        var edge = new Option<string?>("--edge") { Description = "of this edge" };
        var least = new Option<int?>("--min-age") { Description = "seconds since the last Binding Update, at least" };
        var most = new Option<int?>("--max-age") { Description = "seconds since the last Binding Update, at most" };
        var limit = new Option<int?>("--limit") { Description = "so many, and no more" };
        var command = new Command("list", "Those that fit") { prefix, careOf, edge, least, most, limit };
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed,
            Requests.Query(
                "bindings", ("prefix", parsed.GetValue(prefix)), ("careOf", parsed.GetValue(careOf)), ("edge", parsed.GetValue(edge)),
                ("minAge", parsed.GetValue(least)), ("maxAge", parsed.GetValue(most))),
            parsed.GetValue(limit), stop,
            ("HOME ADDRESS", "homeAddress"), ("IPV4", "ipv4HomeAddress"), ("CARE-OF", "careOfAddress"), ("REMOTE", "remote"), ("PORT", "remotePort"), ("TUNNEL", "encapsulation"),
            ("UPDATED", "updated"), ("EXPIRES", "expires")));
        return command;
    }

    private static Command Show()
    {
        var home = new Argument<string>("home-address");
        var command = new Command("show", "One of them") { home };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Get, $"bindings/{Requests.Escaped(parsed.GetRequiredValue(home))}", null, stop));
        return command;
    }

    private static Command Revoke()
    {
        var home = new Argument<string>("home-address");
        var ipv4Only = new Option<bool>("--ipv4-only") { Description = "only the binding of the IPv4 home address" };
        var command = new Command("revoke", "Ends one now") { home, ipv4Only };
        command.SetAction((parsed, stop) => Requests.ShowAsync(
            parsed, HttpMethod.Delete, Requests.Query($"bindings/{Requests.Escaped(parsed.GetRequiredValue(home))}", ("ipv4Only", parsed.GetValue(ipv4Only) ? "true" : null)), null, stop));
        return command;
    }
}
