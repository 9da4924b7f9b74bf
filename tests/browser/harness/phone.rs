//! Chromium as a phone: a small screen, and a finger instead of a mouse.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use super::Failure;
use super::page::Page;

/// A command of the protocol that Chromium's own developer tools speak.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl ExtensionCommand for DevTools {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({"cmd": self.0, "params": self.1}))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/goog/cdp/execute".into()
    }
}

impl Page {
    /// Makes the page a phone's, with a screen of this size.
    pub async fn become_phone(&self, width: u32, height: u32) -> Result<(), Failure> {
        let touch = json!({"enabled": true, "maxTouchPoints": 1});
        self.devtools("Emulation.setTouchEmulationEnabled", touch).await?;
        let screen =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": true});
        self.devtools("Emulation.setDeviceMetricsOverride", screen).await
    }

    pub async fn devtools(&self, command: &'static str, params: Value) -> Result<(), Failure> {
        let command = Command::ExtensionCommand(Box::new(DevTools(command, params)));
        self.driver().cmd(command).await?;
        Ok(())
    }
}
