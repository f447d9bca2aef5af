using System.CommandLine;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip audit</c>.</summary>
internal static class AuditCommand
{
    private const int UsualLimit = 100;

    public static Command Create()
    {
        var actor = new Option<string?>("--actor") { Description = "only of this token" };
        var action = new Option<string?>("--action") { Description = "only this, such as mobile-node.create" };
        var target = new Option<string?>("--target") { Description = "only about this home address or edge" };
        var limit = new Option<int>("--limit") { Description = "the newest so many", DefaultValueFactory = _ => UsualLimit };
        var command = new Command("audit", "Who changed what, the newest first") { actor, action, target, limit };
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed, Requests.Query("audit", ("actor", parsed.GetValue(actor)), ("action", parsed.GetValue(action)), ("target", parsed.GetValue(target))), parsed.GetValue(limit), stop,
            ("TIME", "at"), ("ACTOR", "actor"), ("FROM", "source"), ("ACTION", "action"), ("TARGET", "target"), ("STATUS", "status"), ("DETAIL", "detail")));
        return command;
    }
}
