using System.Text.Json.Serialization;

namespace DsMip.MobileNode.State;

[JsonSerializable(typeof(PersistentState))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class StateJson : JsonSerializerContext;
