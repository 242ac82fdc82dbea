//! Help and complaints about arguments, in Chinese throughout.
//!
//! What this is not: the texts of single arguments; they stand beside the arguments.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

/// The program without its commands.
pub(crate) fn root() -> Command {
    Command::new("zhiheng")
        .version(env!("CARGO_PKG_VERSION"))
        .about("执衡：行政执法三项制度平台")
        .after_help("退出码：0 完成或完好，1 结论为否（不完好、不合法、有错误）,2 无法执行")
        .subcommand_required(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("显示版本"),
        )
}

/// The same command with every heading, usage line and flag in Chinese, and so on downwards.
pub(crate) fn chinese(command: Command) -> Command {
    below(command, "")
}

fn below(mut command: Command, path: &str) -> Command {
    let path = format!("{path} {}", command.get_name()).trim_start().to_owned();
    let names: Vec<String> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |command| below(command, &path));
    }
    let usage = usage(&command, &path);
    let template = if command.has_subcommands() {
        "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}{after-help}\n"
    } else if command.get_positionals().next().is_some() {
        "{about}\n\n用法：{usage}\n\n参数：\n{positionals}\n\n选项：\n{options}{after-help}\n"
    } else {
        "{about}\n\n用法：{usage}\n\n选项：\n{options}{after-help}\n"
    };
    command
        .override_usage(StyledStr::from(usage))
        .help_template(template)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助"))
}

fn usage(command: &Command, path: &str) -> String {
    let mut words = vec![path.to_owned()];
    if command.has_subcommands() {
        words.push("<命令>".to_owned());
        return words.join(" ");
    }
    let name = |arg: &Arg| {
        arg.get_value_names()
            .and_then(|names| names.first())
            .map(|name| format!("<{name}>"))
            .unwrap_or_default()
    };
    words.extend(command.get_positionals().map(name));
    let mut more = false;
    for arg in command.get_opts().filter(|arg| !arg.is_positional()) {
        if arg.is_required_set() {
            words.push(format!("--{} {}", arg.get_long().unwrap_or_default(), name(arg)));
        } else {
            more = true;
        }
    }
    if more || command.get_arguments().any(|arg| !arg.get_action().takes_values()) {
        words.push("[选项]".to_owned());
    }
    words.join(" ")
}

/// What is wrong with the arguments, in one sentence.
pub(crate) fn explain(error: &Error) -> String {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "请给出命令".to_owned()
        }
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_empty() => {
            format!("“{argument}”缺少值")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”的值“{}”不对", text(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => {
            format!("“{argument}”不能与“{}”同时给出", text(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”的值的个数不对")
        }
        ErrorKind::NoEquals => format!("“{argument}”与值之间应有等号"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => "参数不对".to_owned(),
    };
    format!("{what}。用 zhiheng <命令> --help 查看用法")
}
