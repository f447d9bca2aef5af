using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip token</c>: asks nobody.</summary>
internal static class TokenCommand
{
    private const int Length = 32;

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "whose it is, for the audit log" };
        var write = new Option<bool>("--write") { Description = "it may change things, too" };
        var command = new Command("token", "Makes a token, and what the configuration of the home agents says of it") { name, write };
        command.SetAction(parsed =>
        {
            var token = "dsmip_" + RandomNumberGenerator.GetHexString(2 * Length, lowercase: true);
            var entry = new JsonObject
            {
                ["Name"] = parsed.GetRequiredValue(name),
                ["Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))),
                ["Scope"] = parsed.GetValue(write) ? "Write" : "Read",
            };
            Output.Say(parsed, $"DSMIP_TOKEN={token}");
            Output.Say(parsed, $"Admin:Tokens: {entry.ToJsonString()}");
            if (Connection.WantsJson(parsed)) Output.WriteJson(JsonSerializer.SerializeToElement(new JsonObject { ["token"] = token, ["configuration"] = entry }));
            return ExitCodes.Ok;
        });
        return command;
    }
}
