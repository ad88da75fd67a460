using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

/// <summary>A host that notes what it is shown and asked, and answers No to every choice.</summary>
public sealed class AnsweringHost : PSHost
{
    private readonly Notes _notes = new Notes();

    /// <summary>What commands wrote past the pipeline, "What if:" among it.</summary>
    public List<string> Lines => _notes.Lines;

    /// <summary>What was asked.</summary>
    public List<string> Questions => _notes.Questions;

    public override string Name => "AnsweringHost";
    public override Version Version => new Version(1, 0);
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override PSHostUserInterface UI => _notes;
    public override void EnterNestedPrompt() => throw new NotSupportedException();
    public override void ExitNestedPrompt() => throw new NotSupportedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }

    private sealed class Notes : PSHostUserInterface
    {
        public List<string> Lines { get; } = new List<string>();
        public List<string> Questions { get; } = new List<string>();
        public override PSHostRawUserInterface RawUI => null;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(message);
            for (var i = 0; i < choices.Count; i++)
            {
                if (choices[i].Label == "&No") return i;
            }

            throw new NotSupportedException("There is no No: " + message);
        }

        public override void Write(string value) => Lines.Add(value);
        public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Lines.Add(value);
        public override void WriteLine(string value) => Lines.Add(value);
        public override void WriteDebugLine(string message) { }
        public override void WriteErrorLine(string value) => Lines.Add(value);
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { }
        public override string ReadLine() => throw new NotSupportedException();
        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => throw new NotSupportedException();
    }
}
